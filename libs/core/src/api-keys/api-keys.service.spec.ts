import { AuditService } from '#core/audit';
import { LimitExceeded } from '#core/limits';
import { secondsAfter } from '#platform/clock';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import {
  ApiKeyNotFound,
  ApiKeysModule,
  ApiKeysService,
  ApiKeyUnacceptable,
  covers,
  InvalidApiKey,
  type NewApiKey,
} from './index.js';

const BY = { actor: 'cli' };
const DAY = 86_400;

let core: Core;
let apiKeys: ApiKeysService;

beforeEach(async () => {
  core = await startCore([ApiKeysModule]);
  apiKeys = core.get(ApiKeysService);
});

afterEach(() => core.close());

const order = (more: Partial<NewApiKey> = {}): NewApiKey => ({
  name: 'Reports',
  scopes: ['overview:read', 'accounts:read'],
  expiresAt: secondsAfter(core.clock.now(), DAY),
  ...more,
});

describe('an API key', () => {
  it('says what it is, is told once, and is kept as a digest', async () => {
    const { apiKey, secret } = await apiKeys.create(order(), BY);
    expect(secret).toMatch(/^rsk_[\w-]{59}$/);
    const [row] = await core.rows('SELECT * FROM api_keys');
    expect(JSON.stringify(row)).not.toContain(secret.slice(20));
    expect(apiKey).toMatchObject({ name: 'Reports', scopes: ['accounts:read', 'overview:read'], createdBy: 'cli' });
    expect(secret).toContain(apiKey.publicId);
  });

  it('is known while it lasts, and when it was used last to the minute', async () => {
    const { apiKey, secret } = await apiKeys.create(order(), BY);
    const first = core.clock.now();
    expect((await apiKeys.prove(secret, VISITOR)).id).toBe(apiKey.id);
    core.clock.advance(59);
    await apiKeys.prove(secret, VISITOR);
    expect((await apiKeys.list()).rows[0]?.lastUsedAt).toEqual(first);
    core.clock.advance(1);
    await apiKeys.prove(secret, VISITOR);
    expect((await apiKeys.list()).rows[0]?.lastUsedAt).toEqual(core.clock.now());
    core.clock.advance(DAY);
    await expect(apiKeys.prove(secret, VISITOR)).rejects.toThrow(InvalidApiKey);
  });

  it('is refused once revoked, which happens once', async () => {
    const { apiKey, secret } = await apiKeys.create(order(), BY);
    await apiKeys.revoke(apiKey.id, BY);
    const { revokedAt } = await apiKeys.revoke(apiKey.id, BY);
    expect(revokedAt).toEqual(core.clock.now());
    await expect(apiKeys.prove(secret, VISITOR)).rejects.toThrow(InvalidApiKey);
    await expect(apiKeys.revoke('nothing', BY)).rejects.toThrow(ApiKeyNotFound);
    const { events } = await core.get(AuditService).find();
    expect(events.map(({ kind, actor, details }) => [kind, actor, details])).toEqual([
      ['admin.api_key_refused', apiKey.id, { reason: 'key revoked' }],
      ['admin.api_key_revoked', 'cli', { apiKeyId: apiKey.id }],
      [
        'admin.api_key_created',
        'cli',
        { apiKeyId: apiKey.id, scopes: apiKey.scopes, expiresAt: apiKey.expiresAt.toISOString() },
      ],
    ]);
  });

  it('is nothing else: not its beginning, not another end, not another kind of token', async () => {
    const { secret } = await apiKeys.create(order(), BY);
    const last = secret.endsWith('A') ? 'B' : 'A';
    for (const guess of [secret.slice(0, 20), `${secret.slice(0, -1)}${last}`, `${secret}A`, 'rsk_', '', 'nonsense']) {
      await expect(apiKeys.prove(guess, VISITOR)).rejects.toThrow(InvalidApiKey);
    }
    expect(await apiKeys.prove(secret, VISITOR)).toBeDefined();
  });

  it('cannot be guessed at without end', async () => {
    const { secret } = await apiKeys.create(order(), BY);
    const guess = `${secret.slice(0, 20)}${'A'.repeat(43)}`;
    const outcomes: unknown[] = [];
    for (let count = 0; count < 1000 && !(outcomes.at(-1) instanceof LimitExceeded); count++) {
      outcomes.push(await apiKeys.prove(guess, VISITOR).catch((error: unknown) => error));
    }
    expect(outcomes.at(-1)).toBeInstanceOf(LimitExceeded);
  });

  it.each<[string, () => Partial<NewApiKey>]>([
    ['no name', () => ({ name: ' ' })],
    ['a name without end', () => ({ name: 'x'.repeat(65) })],
    ['a name of two lines', () => ({ name: 'a\nb' })],
    ['no scope', () => ({ scopes: [] })],
    ['a scope that is none', () => ({ scopes: ['everything'] as unknown as NewApiKey['scopes'] })],
    ['an end that is past', () => ({ expiresAt: core.clock.now() })],
    ['an end too far away', () => ({ expiresAt: secondsAfter(core.clock.now(), 366 * DAY + 1) })],
    ['an end that is no moment', () => ({ expiresAt: new Date(Number.NaN) })],
  ])('is not made with %s', async (_, more) => {
    await expect(apiKeys.create(order(more()), BY)).rejects.toThrow(ApiKeyUnacceptable);
    expect(await core.rows('SELECT * FROM api_keys')).toEqual([]);
  });

  it('is listed with all others, the newest first, page by page', async () => {
    for (const name of ['one', 'two', 'three']) await apiKeys.create(order({ name }), BY);
    const first = await apiKeys.list({ size: 2 });
    const second = await apiKeys.list({ size: 2, cursor: first.next ?? '' });
    expect([first, second].map(({ rows }) => rows.map(({ name }) => name))).toEqual([['three', 'two'], ['one']]);
    expect(second.next).toBeUndefined();
  });
});

describe('a scope', () => {
  it('to change a thing is one to look at it, and nothing more', () => {
    expect(covers(['accounts:write'], 'accounts:read')).toBe(true);
    expect(covers(['accounts:read'], 'accounts:write')).toBe(false);
    expect(covers(['accounts:write'], 'sessions:read')).toBe(false);
    expect(covers([], 'accounts:read')).toBe(false);
  });
});
