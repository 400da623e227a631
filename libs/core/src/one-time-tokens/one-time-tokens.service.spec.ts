import { type User, UsersService } from '#core/users';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { InvalidOneTimeToken, OneTimeTokensModule, OneTimeTokensService } from './index.js';

let core: Core;
let tokens: OneTimeTokensService;
let ada: User;

beforeEach(async () => {
  core = await startCore([OneTimeTokensModule]);
  tokens = core.get(OneTimeTokensService);
  ada = await core.addUser('ada@example.com');
});

afterEach(() => core.close());

const issue = (more: { userId?: string; purpose?: 'recover_password' } = {}) =>
  tokens.issue({ userId: ada.id, purpose: 'verify_email', email: 'ada@example.com', ttlSeconds: 3600, ...more });

const expectUseless = async (token: string, purpose: 'verify_email' | 'recover_password' = 'verify_email') => {
  expect(await tokens.isUsable(token, purpose)).toBe(false);
  await expect(tokens.peek(token, purpose)).rejects.toThrow(InvalidOneTimeToken);
  await expect(tokens.consume(token, purpose)).rejects.toThrow(InvalidOneTimeToken);
};

describe('a one-time token', () => {
  it('is 32 random bytes, of which the database keeps a digest', async () => {
    const token = await issue();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await issue()).not.toBe(token);
    const kept = JSON.stringify(await core.rows('SELECT * FROM one_time_tokens'));
    expect(kept).not.toContain(token);
  });

  it('proves whose it is as often as it is looked at, and works once', async () => {
    const token = await issue();
    const proof = { userId: ada.id, email: 'ada@example.com' };
    for (let look = 0; look < 3; look++) {
      expect(await tokens.isUsable(token, 'verify_email')).toBe(true);
      expect(await tokens.peek(token, 'verify_email')).toEqual(proof);
    }
    expect(await tokens.consume(token, 'verify_email')).toEqual(proof);
    await expectUseless(token);
    expect(await core.rows('SELECT * FROM one_time_tokens')).toEqual([]);
  });

  it('works for one of fifty who use it at the same moment', async () => {
    const token = await issue();
    const uses = await Promise.allSettled(Array.from({ length: 50 }, () => tokens.consume(token, 'verify_email')));
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = uses.flatMap((use) => (use.status === 'rejected' ? [use.reason as unknown] : []));
    expect(refusals.every((reason) => reason instanceof InvalidOneTimeToken)).toBe(true);
  });

  it('works for no account that is disabled, and again once it is enabled', async () => {
    const token = await issue();
    await core.get(UsersService).setEnabled(ada.id, false);
    await expectUseless(token);

    await core.get(UsersService).setEnabled(ada.id, true);

    expect(await tokens.isUsable(token, 'verify_email')).toBe(true);
  });

  it('works until its time is up', async () => {
    const token = await issue();
    core.clock.advance(3599);
    expect(await tokens.isUsable(token, 'verify_email')).toBe(true);
    core.clock.advance(1);
    await expectUseless(token);
  });

  it('is replaced by a newer one of the account for the same purpose, and by no other', async () => {
    const eve = await core.addUser('eve@example.com');
    const [older, recovery, hers] = [
      await issue(),
      await issue({ purpose: 'recover_password' }),
      await issue({ userId: eve.id }),
    ];
    const newer = await issue();
    await expectUseless(older);
    expect(await tokens.isUsable(newer, 'verify_email')).toBe(true);
    expect(await tokens.isUsable(recovery, 'recover_password')).toBe(true);
    expect(await tokens.isUsable(hers, 'verify_email')).toBe(true);
  });

  it('leaves one that works when many are made at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => issue()));
    const usable = await Promise.all(made.map((token) => tokens.isUsable(token, 'verify_email')));
    expect(usable.filter(Boolean)).toHaveLength(1);
  });

  it('is of no use for another purpose, and is none the worse for being tried', async () => {
    const token = await issue();
    await expectUseless(token, 'recover_password');
    expect(await tokens.isUsable(token, 'verify_email')).toBe(true);
  });

  it('is of no use once it is revoked', async () => {
    const token = await issue();
    await tokens.revoke(ada.id, 'recover_password');
    expect(await tokens.isUsable(token, 'verify_email')).toBe(true);
    await tokens.revoke(ada.id, 'verify_email');
    await expectUseless(token);
  });

  it('comes back when what used it is undone', async () => {
    const token = await issue();
    const undone = core.database.transaction(async () => {
      await tokens.consume(token, 'verify_email');
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await tokens.isUsable(token, 'verify_email')).toBe(true);
  });

  it('is nothing that is made up, altered or read from the database', async () => {
    const token = await issue();
    const [row] = await core.rows<{ digest: string }>('SELECT digest FROM one_time_tokens');
    for (const text of [
      '',
      '\0',
      '%',
      token.slice(1),
      `${token}=`,
      ` ${token}`,
      token.toLowerCase(),
      row?.digest ?? '',
    ]) {
      await expectUseless(text);
    }
  });

  it('goes with its account', async () => {
    const token = await issue();
    await core.database.transaction(() => core.database.manager.query('DELETE FROM users'));
    await expectUseless(token);
  });
});
