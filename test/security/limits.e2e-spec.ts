import { jest } from '@jest/globals';
import { LimitsDesk } from '#core/limits';
import { PasswordsService } from '#core/passwords';
import { openAccount, PASSWORD } from '../support/accounts.js';
import { freshEmail } from '../support/fresh.js';
import type { Sending } from '../support/http.js';
import { LIMIT_HEADERS, TOO_MANY } from '../support/limits.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const STRANGERS = 200;
const DAY = 86_400;

interface Door {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly sending: (email: string, password: string) => Sending;
}

const json = (name: string) => (email: string, password: string) => ({ json: { [name]: email, password } });

/** One door of each API that takes a password. */
const DOORS: readonly Door[] = [
  {
    name: 'authservice',
    method: 'GET',
    path: '/auth/client',
    sending: (username, password) => ({ headers: { username, password } }),
  },
  { name: 'kleister', method: 'POST', path: '/api/v1/auth/login', sending: json('username') },
  { name: 'gravscale', method: 'POST', path: '/dev/public-api/api/auth/sign-in', sending: json('email') },
  { name: 'cadenza', method: 'POST', path: '/api/v3/auth/login', sending: json('email') },
  { name: 'nap', method: 'POST', path: '/api/auth/login', sending: json('email') },
];

interface Guess {
  readonly email?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let direct: TestApp;
let proxied: TestApp;

/** The one that is asked. */
let app: TestApp;
let ada: string;

beforeAll(async () => {
  const strict = { LIMITS: 'strict', HASH_QUEUE_LIMIT: '1000' };
  direct = await startTestApp(strict);
  proxied = await startTestApp({ ...strict, PUBLIC_URL: 'https://id.example.com', TRUST_PROXY: '1' });
});

/** Each test has a day of its own, on which nothing counts yet, and somebody at whose account nobody has guessed. */
async function ask(service: TestApp): Promise<void> {
  app = service;
  app.clock.advance(DAY);
  ada = freshEmail('ada');
  await openAccount(app, { name: ada });
}

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await direct.close();
  await proxied.close();
});

function guess(door: Door, { email = ada, password = 'a guess', headers = {} }: Guess = {}) {
  const sending = door.sending(email, password);
  return app.send(door.method, door.path, { ...sending, headers: { ...sending.headers, ...headers } });
}

const doorOf = (name: string) => {
  const door = DOORS.find((each) => each.name === name);
  if (!door) throw new Error(`no door of ${name}`);
  return door;
};

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

describe('200 guesses at the same moment', () => {
  it('from one address: ten are judged, through whichever APIs they come', async () => {
    await ask(direct);
    const judged = jest.spyOn(app.nest.get(PasswordsService), 'judge');
    const guesses = Array.from({ length: STRANGERS }, (_, index) =>
      guess(DOORS[index % DOORS.length] ?? doorOf('nap')),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);

    expect(judged).toHaveBeenCalledTimes(10);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(190);
  });

  it('from 200 addresses: fifty are judged', async () => {
    await ask(proxied);
    const judged = jest.spyOn(app.nest.get(PasswordsService), 'judge');
    const door = doorOf('cadenza');
    const guesses = Array.from({ length: STRANGERS }, (_, index) => guess(door, from(`198.51.100.${index}`)));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);

    expect(judged).toHaveBeenCalledTimes(50);
    expect(statuses.filter((status) => status === 429)).toHaveLength(150);
  });
});

describe('an owner whose account is under attack from everywhere', () => {
  const home = '192.0.2.1';

  beforeEach(async () => {
    await ask(proxied);
  });

  async function attack(): Promise<void> {
    for (let index = 0; index < 60; index++) await guess(doorOf('cadenza'), from(`198.51.100.${index}`));
  }

  it('signs in where they did before, and not elsewhere', async () => {
    const right = { password: PASSWORD };
    expect((await guess(doorOf('cadenza'), { ...right, ...from(home) })).status).toBe(200);
    await attack();

    for (const door of DOORS.filter(({ name }) => name !== 'nap')) {
      expect((await guess(door, { ...right, ...from(home) })).status).toBe(200);
      expect((await guess(door, { ...right, ...from('192.0.2.99') })).status).toBe(429);
    }
  });

  it('is let in by an administrator who lifts the limit, which is on record', async () => {
    const email = freshEmail('eve');
    const { id } = await openAccount(app, { name: email });
    for (let index = 0; index < 50; index++) await guess(doorOf('cadenza'), { email, ...from(`198.51.100.${index}`) });
    expect((await guess(doorOf('cadenza'), { email, password: PASSWORD, ...from(home) })).status).toBe(429);
    const desk = app.nest.get(LimitsDesk, { strict: false });
    const subject = { accounts: [id], addresses: ['198.51.100.0'] };

    expect(await desk.look(subject)).toEqual([
      { action: 'sign-in', key: 'address', address: '198.51.100.0', count: 1, points: 60, waitSeconds: 0 },
      { action: 'sign-in', key: 'account', account: id, count: 50, points: 50, waitSeconds: 1 },
      { action: 'sign-in', key: 'pair', address: '198.51.100.0', account: id, count: 1, points: 10, waitSeconds: 0 },
    ]);
    expect(await desk.lift(subject, { actor: 'an administrator' }, id)).toBe(3);
    expect(await desk.look(subject)).toEqual([]);
    expect((await guess(doorOf('cadenza'), { email, password: PASSWORD, ...from(home) })).status).toBe(200);
  });
});

describe.each(DOORS)('at the door of $name', (door) => {
  const forged = (index: number) => ({
    'x-forwarded-for': `198.51.100.${index}`,
    forwarded: `for=198.51.100.${index}`,
    'x-real-ip': `198.51.100.${index}`,
    'x-client-ip': `198.51.100.${index}`,
    'cf-connecting-ip': `198.51.100.${index}`,
    host: `host${index}.example.com`,
    'x-forwarded-host': `host${index}.example.com`,
  });

  it('no header makes a client another one, and a refusal says which limit it is and how long', async () => {
    await ask(direct);
    for (let index = 0; index < 10; index++) expect((await guess(door, { headers: forged(index) })).status).toBe(401);
    const reply = await guess(door, { headers: forged(10) });

    expect(reply.status).toBe(429);
    expect(reply.headers).toMatchObject(LIMIT_HEADERS);
    expect(reply.headers).toMatchObject({
      'retry-after': '5',
      'ratelimit-policy': '"sign-in.pair";q=10;w=9000',
      ratelimit: '"sign-in.pair";r=0;t=5',
    });
    expect(sayings(reply.body)).toContainEqual(TOO_MANY);
  });

  it('only the proxies that are trusted say who the client is', async () => {
    await ask(proxied);
    const through = (index: number) => ({ headers: { 'x-forwarded-for': `203.0.113.${index}, 192.0.2.1` } });
    for (let index = 0; index < 10; index++) expect((await guess(door, through(index))).status).toBe(401);

    expect((await guess(door, through(10))).status).toBe(429);
    expect((await guess(door, from('192.0.2.2'))).status).toBe(401);
  });

  it('a proxy that names no address puts nobody into one pot, and switches nothing off', async () => {
    await ask(proxied);
    const unknown = { headers: { 'x-forwarded-for': 'unknown', connection: 'close' } };
    const judged = jest.spyOn(app.nest.get(PasswordsService), 'judge');
    for (let index = 0; index < 60; index++) await guess(door, unknown);

    expect(judged).toHaveBeenCalledTimes(50);
    expect((await guess(door, { ...unknown, email: 'somebody.else@example.com' })).status).toBe(401);
  });
});

describe('a link in a mail', () => {
  const forged = { host: 'evil.example.com', 'x-forwarded-host': 'evil.example.com', 'x-forwarded-proto': 'gopher' };
  const asking: readonly [string, string][] = [
    ['cadenza', '/api/v3/auth/recover'],
    ['nap', '/api/auth/verify-email/send'],
  ];

  it.each(asking)('that %s sends leads to the configured address, whatever the request claims', async (_, path) => {
    await ask(proxied);
    expect((await app.send('POST', path, { json: { email: ada }, headers: forged })).status).toBe(200);
    const [mail] = await app.mailTo(ada);

    expect(mail?.links).toEqual([expect.stringMatching(/^https:\/\/id\.example\.com\/account\//)]);
    expect(JSON.stringify(mail)).not.toMatch(/evil|gopher/);
  });

  it.each([
    ['cadenza', '/api/v3/auth/signup'],
    ['gravscale', '/dev/public-api/api/auth/sign-up'],
  ])('that a sign-up through %s sends does as well', async (_, path) => {
    await ask(proxied);
    const json = { email: freshEmail('new'), password: PASSWORD };
    expect((await app.send('POST', path, { json, headers: forged })).status).toBeLessThan(300);
    const [mail] = await app.mailTo(json.email);

    expect(mail?.links).toEqual([expect.stringMatching(/^https:\/\/id\.example\.com\/account\//)]);
    expect(JSON.stringify(mail)).not.toMatch(/evil|gopher/);
  });
});

/** Every text in a body, at any depth. */
function sayings(body: unknown): string[] {
  if (typeof body === 'string') return [body];
  return body instanceof Object ? Object.values(body).flatMap(sayings) : [];
}
