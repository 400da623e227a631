import { pino } from 'pino';
import { QueryFailedError } from 'typeorm';
import { loggerOptions, PinoLogger } from './index.js';

const SECRET = 'hunter2';

let lines: string[];

function loggerAt(level: string): PinoLogger {
  return new PinoLogger(pino(loggerOptions(level), { write: (line: string) => void lines.push(line) }));
}

const written = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

beforeEach(() => {
  lines = [];
});

describe('PinoLogger', () => {
  it('writes one JSON object a line, with level, moment, context and text', () => {
    loggerAt('info').log('Started', 'Main');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(written()).toEqual([
      expect.objectContaining({
        level: 'info',
        context: 'Main',
        msg: 'Started',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
      }),
    ]);
  });

  it('writes the fields of an object beside the others', () => {
    loggerAt('info').warn({ event: 'refused', address: '192.0.2.1' }, 'Entry');
    expect(written()).toEqual([
      expect.objectContaining({ level: 'warn', context: 'Entry', event: 'refused', address: '192.0.2.1' }),
    ]);
  });

  it('cannot be made to write a second line', () => {
    loggerAt('info').log('one\n{"level":"fatal"}', 'Main');
    expect(lines.join('').trimEnd()).not.toContain('\n');
  });

  it('keeps the stack that Nest gives with an error', () => {
    loggerAt('info').error('Broken', 'Error: Broken\n    at x', 'Main');
    loggerAt('info').error('Broken', 'Main');
    expect(written()).toEqual([
      expect.objectContaining({ level: 'error', msg: 'Broken', stack: 'Error: Broken\n    at x', context: 'Main' }),
      expect.not.objectContaining({ stack: expect.anything() }),
    ]);
  });

  it.each([
    ['silent', []],
    ['error', ['error', 'fatal']],
    ['info', ['info', 'warn', 'error', 'fatal']],
    ['debug', ['debug', 'debug', 'info', 'warn', 'error', 'fatal']],
  ])('writes at level %s what is worth %j', (level, expected) => {
    const logger = loggerAt(level);
    for (const method of ['verbose', 'debug', 'log', 'warn', 'error', 'fatal'] as const) logger[method]('x', 'Main');
    expect(written().map((line) => line.level)).toEqual(expected);
  });
});

describe('secrets in a log line', () => {
  it.each([
    'password',
    'newPassword',
    'authorization',
    'cookie',
    'token',
    'accessToken',
    'access_token',
    'refreshToken',
    'refresh_token',
    'clientSecret',
    'client_secret',
    'clientsecret',
  ])('are replaced under the name %s, on three levels', (name) => {
    loggerAt('info').log({ [name]: SECRET, body: { [name]: SECRET }, request: { headers: { [name]: SECRET } } });
    expect(lines.join('')).not.toContain(SECRET);
    expect(written()).toEqual([
      expect.objectContaining({
        [name]: '[redacted]',
        body: { [name]: '[redacted]' },
        request: { headers: { [name]: '[redacted]' } },
      }),
    ]);
  });

  it('are replaced in lists as well, and moments are written as such', () => {
    const at = new Date('2030-01-01T12:00:00Z');
    loggerAt('info').log({ at, tries: [{ token: SECRET, at }, null, 'x'] });
    expect(written()).toEqual([
      expect.objectContaining({
        at: '2030-01-01T12:00:00.000Z',
        tries: [{ token: '[redacted]', at: '2030-01-01T12:00:00.000Z' }, null, 'x'],
      }),
    ]);
  });

  it('are not among what is written of a failed query', () => {
    const cause = Object.assign(new Error('constraint failed'), { detail: `Key (hash)=(${SECRET}) exists` });
    loggerAt('info').error(new QueryFailedError('INSERT INTO users VALUES (?)', [SECRET], cause), 'Errors');
    expect(lines.join('')).not.toContain(SECRET);
    expect(written()).toEqual([
      expect.objectContaining({ msg: 'constraint failed', stack: expect.stringContaining('QueryFailedError') }),
    ]);
  });
});
