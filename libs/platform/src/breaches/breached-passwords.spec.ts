import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { type Handler, type RangeService, sha1, startRangeService } from '../../../../test/support/range-service.js';
import { BreachedPasswords } from './index.js';

const KNOWN = 'known to all the world';

/** Longer than any of these tests may take: whoever answers does so in time. */
const PATIENT = 60;

const FAILURES: readonly (readonly [does: string, reason: string, patienceSeconds: number, misbehave: Handler])[] = [
  ['answers an error', 'status 503', PATIENT, (_, response) => response.writeHead(503).end()],
  ['leads elsewhere', 'fetch failed', PATIENT, (_, response) => response.writeHead(302, { location: '/' }).end()],
  ['says nothing', 'aborted due to timeout', 0.2, () => undefined],
  ['never stops', 'past all measure', PATIENT, (_, response) => response.end('x'.repeat(2_000_000))],
];

let service: RangeService | undefined;
let warnings: string[];

const asking = (url: string | undefined, timeoutSeconds = PATIENT) => new BreachedPasswords({ url, timeoutSeconds });

beforeEach(() => {
  warnings = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: unknown) => void warnings.push(String(line)));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await service?.close();
  service = undefined;
});

describe('BreachedPasswords', () => {
  it('knows what the service knows, and tells it five characters of forty', async () => {
    service = await startRangeService([KNOWN]);
    expect(await asking(service.url).know(KNOWN)).toBe(true);
    expect(service.requests).toEqual([{ path: `/range/${sha1(KNOWN).slice(0, 5)}`, padding: 'true' }]);
    expect(await asking(service.url).know('known to nobody')).toBe(false);
    expect(warnings).toEqual([]);
  });

  it('takes what was added as padding for unknown', async () => {
    const suffix = sha1(KNOWN).slice(5);
    service = await startRangeService([], (_, response) => response.end(`${suffix}:0\r\n`));
    expect(await asking(service.url).know(KNOWN)).toBe(false);
  });

  it('asks nobody where no service is configured', async () => {
    const call = jest.spyOn(globalThis, 'fetch');
    expect(await asking(undefined).know(KNOWN)).toBe(false);
    expect(call).not.toHaveBeenCalled();
  });

  it.each(FAILURES)('accepts the password and logs why when the service %s', async (_, reason, patience, misbehave) => {
    service = await startRangeService([KNOWN], misbehave);
    expect(await asking(service.url, patience).know(KNOWN)).toBe(false);
    expect(warnings).toEqual([expect.stringContaining(reason)]);
    expect(warnings.join()).not.toContain(KNOWN);
    expect(warnings.join()).not.toContain(sha1(KNOWN).slice(0, 5));
  });

  it('accepts the password and logs why when nobody is there', async () => {
    const { url, close } = await startRangeService([]);
    await close();
    expect(await asking(url).know(KNOWN)).toBe(false);
    expect(warnings).toEqual([
      expect.stringMatching(/^A new password was not compared with breached ones: .*ECONNREFUSED/),
    ]);
  });
});
