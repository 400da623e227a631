import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { LimitExceeded, type LimitedParty, Limits, LimitsModule } from './index.js';

const HERE = '192.0.2.1';

let core: Core;
let limits: Limits;

beforeEach(async () => {
  core = await startCore([LimitsModule], { environment: { LIMITS: 'strict' } });
  limits = core.get(Limits);
});

afterEach(() => core.close());

const signIn = (party: LimitedParty) => limits.spend('sign-in', party);

/** How many tries are allowed, and by which key the next is refused. */
async function allowance(next: (index: number) => Promise<unknown>): Promise<[number, string]> {
  for (let index = 0; ; index++) {
    try {
      await next(index);
    } catch (error) {
      if (error instanceof LimitExceeded) return [index, error.key];
      throw error;
    }
  }
}

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
    expect(await allowance((index) => signIn({ address: `192.0.2.${index}`, account: 'ada' }))).toEqual([
      50,
      'account',
    ]);
    await expect(signIn({ address: HERE, account: 'eve' })).resolves.toBeDefined();
  });

  it('are told what was exceeded and when to come back', async () => {
    await allowance(() => signIn({ address: HERE, account: 'ada' }));
    const refusal = await signIn({ address: HERE, account: 'ada' }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'limit_exceeded',
      action: 'sign-in',
      key: 'pair',
      logReason: 'sign-in by pair',
    });
    const { retryAfterSeconds } = refusal as LimitExceeded;
    expect(retryAfterSeconds).toBeGreaterThan(290);
    expect(retryAfterSeconds).toBeLessThanOrEqual(300);
  });

  it('are given back to the account that succeeded, and not to the address', async () => {
    const succeed = async () => (await signIn({ address: HERE, account: 'ada' }))();
    expect(await allowance(succeed)).toEqual([60, 'address']);
  });

  it('are counted apart from those of other actions', async () => {
    await allowance(() => signIn({ address: HERE, account: 'ada' }));
    await expect(limits.spend('client-sign-in', { address: HERE, account: 'ada' })).resolves.toBeDefined();
    await expect(limits.spend('send', { address: HERE, account: 'ada' })).resolves.toBeDefined();
  });
});

describe('an unknown address', () => {
  it('is not one big client', async () => {
    const strangers = Array.from({ length: 200 }, (_, index) => signIn({ account: `user${index}` }));
    await expect(Promise.all(strangers)).resolves.toHaveLength(200);
  });

  it('does not switch off what is counted by account', async () => {
    expect(await allowance(() => signIn({ address: undefined, account: 'ada' }))).toEqual([50, 'account']);
  });
});

describe('other actions', () => {
  it.each([
    ['sign-up', 20],
    ['refresh', 600],
    ['one-time-token', 30],
  ] as const)('%s is allowed %d times to one address', async (action, times) => {
    expect(await allowance(() => limits.spend(action, { address: HERE }))).toEqual([times, 'address']);
    await expect(limits.spend(action, { address: '192.0.2.2' })).resolves.toBeDefined();
  });

  it('sends few mails to one account', async () => {
    const send = (index: number) => limits.spend('send', { address: `192.0.2.${index}`, account: 'ada' });
    expect(await allowance(send)).toEqual([5, 'account']);
  });
});
