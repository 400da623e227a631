import { jest } from '@jest/globals';
import { Stopwatch } from '#platform/clock';
import { HashPool } from '#platform/crypto';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { PasswordQueueFull, PasswordsModule, PasswordsService } from './index.js';

const YES = { matches: true, isOutdated: false };
const OUTDATED = { matches: true, isOutdated: true };
const NO = { matches: false, isOutdated: false };

let core: Core;
let passwords: PasswordsService;

async function start(environment: Record<string, string> = {}): Promise<void> {
  core = await startCore([PasswordsModule], { environment });
  passwords = core.get(PasswordsService);
}

const spyOnPool = () => jest.spyOn(core.get(HashPool), 'run');

afterEach(() => jest.restoreAllMocks());

describe('the house scheme', () => {
  beforeAll(() => start());
  afterAll(() => core.close());

  it('stores a password as bcrypt over a keyed digest, and says so', async () => {
    const stored = await passwords.store('correct horse');
    expect(stored).toMatch(/^\$hmac-sha256-bcrypt\$\$2b\$04\$[./A-Za-z0-9]{53}$/);
    expect(await passwords.store('correct horse')).not.toBe(stored);
    expect(await passwords.judge('correct horse', stored)).toEqual(YES);
    expect(await passwords.judge('correct horsf', stored)).toEqual(NO);
    expect(await passwords.judge('', stored)).toEqual(NO);
  });

  it.each([
    ['72 bytes', `${'a'.repeat(72)}b`, `${'a'.repeat(72)}c`],
    ['many more', `${'a'.repeat(1023)}b`, `${'a'.repeat(1023)}c`],
    ['a NUL', 'before\0after', 'before\0other'],
    ['nothing', ' trailing ', ' trailing'],
  ])('judges the whole password, past %s too', async (_, password, other) => {
    const stored = await passwords.store(password);
    expect(await passwords.judge(password, stored)).toEqual(YES);
    expect(await passwords.judge(other, stored)).toEqual(NO);
  });

  it('takes spellings of one text for the same, and case for another', async () => {
    const stored = await passwords.store('Ren\u00e9 ﬁne １');
    expect(await passwords.judge('Rene\u0301 fine 1', stored)).toEqual(YES);
    expect(await passwords.judge('ren\u00e9 fine 1', stored)).toEqual(NO);
  });

  it('is of no use without the key of the server', async () => {
    const stored = await passwords.store('correct horse');
    const stranger = await startCore([PasswordsModule]);
    expect(await stranger.get(PasswordsService).judge('correct horse', stored)).toEqual(NO);
    await stranger.close();
  });
});

describe('a stored form', () => {
  const U = 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
  const HASH = 'nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';

  beforeAll(() => start());
  afterAll(() => core.close());

  it.each([
    ['bcrypt', 'U*U', `$2a$05$${U}`],
    ['argon2id', 'password', `$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$${HASH}`],
    ['PBKDF2', 'password', '$pbkdf2$2$c2FsdA$6mwBTcctb4zNHtkqzh1B8NjeiVc'],
  ])('of another scheme, %s, fits and is outdated, and is right once stored anew', async (_, password, stored) => {
    expect(await passwords.judge(password, stored)).toEqual(OUTDATED);
    expect(await passwords.judge(`${password}!`, stored)).toEqual(NO);
    expect(await passwords.judge(password, await passwords.store(password))).toEqual(YES);
  });

  it.each([
    `$2b$16$${U}`,
    `$2b$31$${U}`,
    `$hmac-sha256-bcrypt$$2b$16$${U}`,
    `$hmac-sha256-bcrypt$$2b$31$${U}`,
    `$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$${HASH}`,
    `$argon2id$v=19$m=256,t=999,p=1$c29tZXNhbHQ$${HASH}`,
    `$argon2id$v=19$m=256,t=2,p=99$c29tZXNhbHQ$${HASH}`,
    `$scrypt$ln=20,r=8,p=1$U29kaXVtQ2hsb3JpZGU$${HASH}`,
    `$scrypt$ln=18,r=8,p=9$U29kaXVtQ2hsb3JpZGU$${HASH}`,
    `$scrypt$ln=99,r=99,p=99$U29kaXVtQ2hsb3JpZGU$${HASH}`,
    `$pbkdf2-sha256$2000001$c2FsdA$${HASH}`,
    `pbkdf2_sha256$99999999$salt$${HASH}=`,
  ])('that would cost too much fits nothing, and nothing is computed: %s', async (stored) => {
    const run = spyOnPool();
    expect(await passwords.judge('password', stored)).toEqual(NO);
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    '',
    'none',
    'password',
    '$',
    '$2b$',
    `$2x$05$${U}`,
    `$2b$03$${U}`,
    `$2b$05$${U}x`,
    `$2b$05$${'é'.repeat(53)}`,
    '$hmac-sha256-bcrypt$',
    '$hmac-sha256-bcrypt$$2b$04$short',
    `$hmac-sha256-bcrypt$$2b$00$${U}`,
    '$argon2id$',
    `$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$${HASH}`,
    `$argon2id$v=19$m=0,t=0,p=0$c29tZXNhbHQ$${HASH}`,
    `$argon2id$v=19$m=7,t=1,p=8$c29tZXNhbHQ$${HASH}`,
    `$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQAA$${HASH}AA`,
    '$scrypt$',
    `$scrypt$ln=0,r=8,p=1$TmFDbA$${HASH}`,
    `$scrypt$ln=1,r=8,p=8$TmFDbA$${HASH}`,
    `$scrypt$ln=10,r=0,p=1$TmFDbA$${HASH}`,
    `$scrypt$ln=10,r=8,p=0$TmFDbA$${HASH}`,
    '$scrypt$ln=4,r=1,p=1$$d9ZXYjhleyA7GcpCwYoElA',
    '$pbkdf2$',
    `$pbkdf2-md5$1$c2FsdA$${HASH}`,
    `$pbkdf2-sha256$0$c2FsdA$${HASH}`,
    `$pbkdf2-sha256$-1$c2FsdA$${HASH}`,
    'pbkdf2_sha256$1$salt$short',
    `pbkdf2_sha256$1$$${HASH}=`,
  ])('that is none fits nothing and breaks nothing: %p', async (stored) => {
    expect(await passwords.judge('password', stored)).toEqual(NO);
    expect(await passwords.judge('', stored)).toEqual(NO);
  });
});

describe('a change of the settings', () => {
  afterEach(() => core.close());

  it('makes hashes of another cost outdated, lower or higher', async () => {
    await start({ BCRYPT_COST: '5' });
    const stored = await passwords.store('correct horse');
    const later = await startCore([PasswordsModule], { beside: core });
    expect(await later.get(PasswordsService).judge('correct horse', stored)).toEqual(OUTDATED);
    const cheap = await later.get(PasswordsService).store('correct horse');
    expect(await passwords.judge('correct horse', cheap)).toEqual(OUTDATED);
    await later.close();
  });

  it('makes argon2id the house scheme, and what was stored before outdated', async () => {
    await start();
    const before = await passwords.store('correct horse');
    const environment = { PASSWORD_SCHEME: 'argon2id' };
    const later = await startCore([PasswordsModule], { beside: core, environment });
    expect(await later.get(PasswordsService).judge('correct horse', before)).toEqual(OUTDATED);
    const stored = await later.get(PasswordsService).store('Rene\u0301 ﬁne');
    expect(await later.get(PasswordsService).judge('Rene\u0301 ﬁne', stored)).toEqual(YES);
    await later.close();
  });
});

describe('an account that does not exist', () => {
  afterEach(() => core.close());

  it('costs one hash of the house scheme and cost, as a wrong password does', async () => {
    await start({ BCRYPT_COST: '5' });
    const stored = await passwords.store('correct horse');
    const run = spyOnPool();
    expect(await passwords.judge('correct horse', undefined)).toEqual(NO);
    expect(await passwords.judge('wrong horse', stored)).toEqual(NO);
    const costs = run.mock.calls.map(([task]) => [task.kind, 'hash' in task && task.hash.slice(0, 7)]);
    expect(costs).toEqual([
      ['bcrypt-verify', '$2b$05$'],
      ['bcrypt-verify', '$2b$05$'],
    ]);
  });

  it('cannot be told by who waits for what is made at the start: everybody does', async () => {
    let make: (hash: string) => void = () => undefined;
    const run = jest.spyOn(HashPool.prototype, 'run');
    run.mockReturnValueOnce(new Promise((resolve) => (make = resolve as typeof make)));
    await start();
    const stored = await passwords.store('correct horse');
    run.mockClear();
    const verdicts = Promise.all([passwords.judge('a horse', undefined), passwords.judge('a horse', stored)]);
    await new Promise(setImmediate);
    expect(run).not.toHaveBeenCalled();
    make(stored.slice(stored.indexOf('$2b$')));
    expect(await verdicts).toEqual([NO, NO]);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('cannot be entered with the empty password', async () => {
    await start();
    expect(await passwords.judge('', undefined)).toEqual(NO);
  });
});

describe('an overload', () => {
  afterEach(() => core.close());

  it('is refused with the time to come back after, and what was accepted is judged', async () => {
    await start({ HASH_WORKERS: '1', HASH_QUEUE_LIMIT: '2' });
    const stored = await passwords.store('correct horse');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => passwords.judge('correct horse', stored)),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      ...Array<string>(3).fill('fulfilled'),
      ...Array<string>(3).fill('rejected'),
    ]);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).toEqual(Array(3).fill(new PasswordQueueFull(1)));
    expect(refusals).toEqual(Array(3).fill(expect.objectContaining({ retryAfterSeconds: 1 })));
  });
});

describe('a refusal', () => {
  const IMPORTED = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';

  let marks: number[];
  let stored: string;

  beforeEach(async () => {
    await start();
    stored = await passwords.store('correct horse');
    marks = [];
    jest.spyOn(Stopwatch.prototype, 'until').mockImplementation(async (totalMs) => void marks.push(totalMs));
  });

  afterEach(() => core.close());

  /** A wrong password's hash that took so long to compute, and so long to be computed. */
  async function refuse(against: string | undefined, computedMs: number, waitedMs: number): Promise<void> {
    spyOnPool().mockImplementationOnce(async (_task, { onComputed } = {}) => {
      onComputed?.(computedMs);
      return false as never;
    });
    jest.spyOn(Stopwatch.prototype, 'elapsedMs').mockReturnValueOnce(waitedMs + computedMs);
    expect(await passwords.judge('wrong horse', against)).toEqual(NO);
  }

  it('comes at the same mark after its turn, whatever was computed for it', async () => {
    await refuse(undefined, 100, 0);
    await refuse(IMPORTED, 10, 0);
    await refuse('none', 0, 0);
    await refuse(stored, 100, 0);
    expect(marks).toEqual([120, 120, 120, 120]);
  });

  it('comes no later once many have had to wait for their turns', async () => {
    for (let waited = 0; waited < 5000; waited += 50) await refuse(undefined, 100, waited);
    await refuse(stored, 100, 0);
    expect([marks[0], marks[1], marks.at(-1)].map((mark) => Math.round(mark ?? 0))).toEqual([120, 170, 120]);
  });

  it('takes its time from what computing takes today', async () => {
    await refuse(undefined, 100, 0);
    for (let count = 0; count < 200; count++) await refuse(stored, 300, 0);
    expect(Math.round(marks.at(-1) ?? 0)).toBe(360);
  });
});

describe('a password of more characters than are judged', () => {
  beforeAll(() => start());
  afterAll(() => core.close());

  it('fits nothing, at the cost of a hash', async () => {
    const stored = await passwords.store('a'.repeat(1024));
    const run = spyOnPool();
    expect(await passwords.judge('a'.repeat(1024), stored)).toEqual(YES);
    expect(await passwords.judge('a'.repeat(1025), stored)).toEqual(NO);
    expect(run).toHaveBeenCalledTimes(2);
  });
});
