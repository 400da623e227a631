import { jest } from '@jest/globals';
import { memorySeconds } from '#platform/limits';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { cutOut, heldBytes } from '../../../../test/support/held-bytes.js';
import { KnownNetworks, LimitExceeded, type LimitedParty, Limits, LimitsModule, RULES } from './index.js';

const HERE = '192.0.2.1';

let core: Core;
let limits: Limits;

beforeEach(async () => {
  core = await startCore([LimitsModule], { environment: { LIMITS: 'strict' } });
  limits = core.get(Limits);
});

afterEach(() => core.close());

const signIn = (party: LimitedParty) => limits.spend('sign-in', party);

async function refusalOf(work: Promise<unknown>): Promise<LimitExceeded | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof LimitExceeded) return error;
    throw error;
  }
}

/** How many tries are allowed, and by which key the next is refused. */
async function allowance(next: (index: number) => Promise<unknown>): Promise<[number, string]> {
  for (let index = 0; index < 1000; index++) {
    const refusal = await refusalOf(next(index));
    if (refusal) return [index, refusal.key];
  }
  throw new Error('nothing was refused');
}

/** Spends what an account allows to all strangers together, each from an address of its own. */
const closeTo = (account: string) => allowance((index) => signIn({ address: `198.51.100.${index}`, account }));

describe('tries to sign in', () => {
  it('are counted for one account from one address', async () => {
    expect(await allowance(() => signIn({ address: HERE, account: 'ada' }))).toEqual([10, 'pair']);
    await expect(signIn({ address: HERE, account: 'eve' })).resolves.toBeDefined();
    await expect(signIn({ address: '192.0.2.2', account: 'ada' })).resolves.toBeDefined();
  });

  it('are counted for one address, whatever the account', async () => {
    expect(await allowance((index) => signIn({ address: HERE, account: `user${index}` }))).toEqual([60, 'address']);
    await expect(signIn({ address: '192.0.2.2', account: 'user0' })).resolves.toBeDefined();
  });

  it('are counted for one account, whatever the address', async () => {
    expect(await closeTo('ada')).toEqual([50, 'account']);
    await expect(signIn({ address: HERE, account: 'eve' })).resolves.toBeDefined();
  });

  it('are counted for the network of an IPv6 address, in which a client chooses freely', async () => {
    const within = (index: number) => signIn({ address: `2001:db8:1:2::${index.toString(16)}`, account: 'ada' });
    expect(await allowance(within)).toEqual([10, 'pair']);
    await expect(signIn({ address: '2001:db8:1:3::1', account: 'ada' })).resolves.toBeDefined();
  });

  it('are told what was exceeded and when to come back', async () => {
    await allowance(() => signIn({ address: HERE, account: 'ada' }));
    expect(await refusalOf(signIn({ address: HERE, account: 'ada' }))).toMatchObject({
      code: 'limit_exceeded',
      message: 'Too many attempts to sign in for this account from this address; try again in 5 seconds',
      action: 'sign-in',
      key: 'pair',
      policy: 'sign-in.pair',
      points: 10,
      windowSeconds: 9000,
      retryAfterSeconds: 5,
      logReason: 'sign-in by pair',
    });
  });

  it('are kept waiting twice as long each time, up to the ceiling, and never longer by trying', async () => {
    const attempt = async () => (await refusalOf(signIn({ address: HERE, account: 'ada' })))?.retryAfterSeconds;
    await allowance(() => signIn({ address: HERE, account: 'ada' }));
    const waits: (number | undefined)[] = [];
    for (let round = 0; round < 10; round++) {
      for (let hammering = 0; hammering < 20; hammering++) await attempt();
      const wait = await attempt();
      waits.push(wait);
      core.clock.advance(wait ?? 0);
      expect(await attempt()).toBeUndefined();
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
  });

  it('that one address is refused cost the account nothing', async () => {
    for (let index = 0; index < 200; index++) await refusalOf(signIn({ address: HERE, account: 'ada' }));
    expect(await closeTo('ada')).toEqual([40, 'account']);
  });

  it('of which one succeeds are forgotten for the pair, given back to the account, and kept for the address', async () => {
    const succeed = async () => (await signIn({ address: HERE, account: 'ada' }))();
    for (let index = 0; index < 9; index++) await signIn({ address: HERE, account: 'ada' });
    await succeed();
    expect(await allowance(() => signIn({ address: HERE, account: 'ada' }))).toEqual([10, 'pair']);
    expect(await closeTo('ada')).toEqual([31, 'account']);
    core.clock.advance(3600);
    expect(await allowance(async (index) => (await signIn({ address: HERE, account: `u${index}` }))())).toEqual([
      60,
      'address',
    ]);
  });

  it('are counted apart from those of other actions', async () => {
    await allowance(() => signIn({ address: HERE, account: 'ada' }));
    await expect(limits.spend('client-sign-in', { address: HERE, account: 'ada' })).resolves.toBeDefined();
    await expect(limits.spend('send', { address: HERE, account: 'ada' })).resolves.toBeDefined();
  });

  it('are forgotten for an account whose owner proved to be it in another way', async () => {
    await allowance(() => signIn({ address: HERE, account: 'ada' }));
    await closeTo('ada');
    await limits.pardon({ address: HERE, account: 'ada' });
    expect(await allowance(() => signIn({ address: HERE, account: 'ada' }))).toEqual([10, 'pair']);
  });

  it('that are refused are told to whoever counts them', async () => {
    const told = jest.fn();
    limits.onRefusal(told);
    await allowance(() => signIn({ address: HERE, account: 'ada' }));
    expect(told.mock.calls).toEqual([[expect.objectContaining({ action: 'sign-in', key: 'pair' })]]);
  });
});

describe('an owner', () => {
  async function owner(): Promise<LimitedParty> {
    const { id } = await core.addUser('ada');
    await core.get(KnownNetworks).note(id, HERE);
    return { address: HERE, account: id, userId: id };
  }

  it('is let through from where they signed in before, with an allowance of their own, while strangers are not', async () => {
    const ada = await owner();
    await closeTo(ada.account ?? '');
    expect((await refusalOf(signIn({ ...ada, address: '192.0.2.2' })))?.key).toBe('account');
    expect(await allowance(() => signIn(ada))).toEqual([10, 'pair']);
  });

  it('is known there after a restart, and by other processes', async () => {
    const ada = await owner();
    const other = await startCore([LimitsModule], { beside: core, environment: { LIMITS: 'strict' } });
    expect(await other.get(KnownNetworks).includes(ada.userId ?? '', HERE)).toBe(true);
    await other.close();
  });

  it('is known to nobody who reads the table', async () => {
    await owner();
    const rows = await core.rows('SELECT * FROM known_networks');
    expect(rows).toEqual([
      { digest: expect.stringMatching(/^[\w-]{43}$/), user_id: expect.any(String), last_seen_at: expect.anything() },
    ]);
    expect(JSON.stringify(rows)).not.toContain(HERE);
  });

  it('is known anywhere in the network of their IPv6 address, and as nobody else', async () => {
    const { id } = await core.addUser('bob');
    const known = core.get(KnownNetworks);
    await known.note(id, '2001:db8:1:2::1');
    expect(await known.includes(id, '2001:db8:1:2:a:b:c:d')).toBe(true);
    expect(await known.includes(id, '2001:db8:1:3::1')).toBe(false);
    expect(await known.includes('somebody-else', '2001:db8:1:2::1')).toBe(false);
    expect(await known.includes(id, 'unknown')).toBe(false);
  });

  it('is remembered without the header that the address was cut from', async () => {
    const known = core.get(KnownNetworks);
    const { id } = await core.addUser('bob');
    const notes = async (network: number) => {
      for (let host = 0; host < 100; host++) await known.note(id, cutOut(`198.51.${network}.${100 + host}`));
    };
    await notes(100);
    expect(await heldBytes(() => notes(101))).toBeLessThan(100 * 5000);
  });

  it('is forgotten after 90 days, unless they come again', async () => {
    const known = core.get(KnownNetworks);
    const { id } = await core.addUser('bob');
    await known.note(id, HERE);
    core.clock.advance(89 * 24 * 3600);
    await known.note(id, HERE);
    await known.note(id, '192.0.2.2');
    core.clock.advance(89 * 24 * 3600);
    expect(await known.includes(id, HERE)).toBe(true);
    core.clock.advance(24 * 3600);
    expect(await known.includes(id, HERE)).toBe(false);
    await known.note(id, '192.0.2.3');
    expect(await core.rows('SELECT digest FROM known_networks')).toHaveLength(1);
  });

  it('is known only where they are once the password was in other hands', async () => {
    const ada = await owner();
    const known = core.get(KnownNetworks);
    await known.note(ada.userId ?? '', '192.0.2.66');
    await limits.forgetNetworks(ada.userId ?? '', { address: HERE });
    expect(await known.includes(ada.userId ?? '', HERE)).toBe(true);
    expect(await known.includes(ada.userId ?? '', '192.0.2.66')).toBe(false);
    await known.note(ada.userId ?? '', '192.0.2.66');
    expect(await known.includes(ada.userId ?? '', '192.0.2.66')).toBe(true);
  });

  it('may come in twice at the same moment', async () => {
    const { id } = await core.addUser('bob');
    const known = core.get(KnownNetworks);
    await Promise.all(Array.from({ length: 10 }, () => known.note(id, HERE)));
    expect(await core.rows('SELECT digest FROM known_networks')).toHaveLength(1);
  });
});

describe('an unknown address', () => {
  it('is not one big client', async () => {
    const strangers = Array.from({ length: 200 }, (_, index) =>
      signIn({ account: `user${index}`, connection: `connection ${index}` }),
    );
    await expect(Promise.all(strangers)).resolves.toHaveLength(200);
  });

  it('does not switch off what is counted by account', async () => {
    const attempt = (index: number) => signIn({ account: 'ada', connection: `connection ${index}` });
    expect(await allowance(attempt)).toEqual([50, 'account']);
    expect(await allowance(() => signIn({ account: 'eve' }))).toEqual([50, 'account']);
  });

  it.each([
    ['sign-up', 5],
    ['refresh', 150],
    ['one-time-token', 8],
    ['send', 5],
    ['sign-in', 15],
  ] as const)('allows %s a quarter over one connection: %d times', async (action, times) => {
    for (const address of [undefined, 'unknown']) {
      const connection = `connection of ${String(address)}`;
      const spend = (index: number) => limits.spend(action, { address, connection, account: `account ${index}` });
      expect(await allowance(spend)).toEqual([times, 'address']);
    }
    await expect(limits.spend(action, { connection: 'another' })).resolves.toBeDefined();
  });
});

describe('other actions', () => {
  it.each([
    ['sign-up', 20],
    ['refresh', 600],
    ['one-time-token', 30],
    ['api-key', 600],
    ['client-sign-in', 600],
  ] as const)('%s is allowed %d times to one address', async (action, times) => {
    const spend = (index: number) => limits.spend(action, { address: HERE, account: `account ${index}` });
    expect(await allowance(spend)).toEqual([times, 'address']);
    await expect(limits.spend(action, { address: '192.0.2.2' })).resolves.toBeDefined();
  });

  it.each([
    ['sign-up', 30],
    ['refresh', 120],
    ['one-time-token', 30],
    ['api-key', 50],
    ['client-sign-in', 120],
    ['send', 6],
  ] as const)('%s is allowed %d times for one account', async (action, times) => {
    const spend = (index: number) => limits.spend(action, { address: `192.0.2.${index}`, account: 'ada' });
    expect(await allowance(spend)).toEqual([times, 'account']);
    await expect(limits.spend(action, { address: HERE, account: 'eve' })).resolves.toBeDefined();
  });

  it('leaves the owner a mail that one stranger cannot use up', async () => {
    const send = (address: string) => limits.spend('send', { address, account: 'ada@example.com' });
    expect(await allowance(() => send('192.0.2.66'))).toEqual([5, 'pair']);
    await expect(send(HERE)).resolves.toBeDefined();
  });

  it('tells long names apart that begin alike, as tokens do', async () => {
    const spend = (index: number) =>
      limits.spend('one-time-token', { address: `192.0.2.${index}`, account: `${'x'.repeat(600)}${index}` });
    for (let index = 0; index < 100; index++) await spend(index);
  });
});

describe('the rules', () => {
  it.each(Object.entries(RULES))('%s: waiting for a pause to be forgotten pays no more than going on', (_, rules) => {
    for (const rule of Object.values(rules)) {
      for (const each of [rule.address, rule.account, rule.pair].filter((one) => one !== undefined)) {
        if (each.kind !== 'delay') continue;
        expect(each.points / memorySeconds(each)).toBeLessThanOrEqual(1 / each.ceilingSeconds);
        expect(each.pauseSeconds).toBeLessThanOrEqual(each.ceilingSeconds);
      }
    }
  });

  it('are wider on a laptop than in production, each of them', () => {
    for (const [action, strict] of Object.entries(RULES.strict)) {
      const lax = RULES.lax[action as keyof typeof RULES.lax];
      for (const scope of ['address', 'account', 'pair'] as const) {
        if (strict[scope]) expect(rate(lax[scope])).toBeGreaterThan(rate(strict[scope]));
      }
    }
  });
});

type AnyAllowance = (typeof RULES.strict)['sign-in']['pair'];

function rate(allowance: AnyAllowance): number {
  return allowance ? allowance.points / memorySeconds(allowance) : 0;
}
