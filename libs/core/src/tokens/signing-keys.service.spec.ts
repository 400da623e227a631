import { secondsAfter } from '#platform/clock';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import {
  AccessTokensService,
  InvalidAccessToken,
  type PublishedJwk,
  SigningKeysService,
  TokensModule,
} from './index.js';

const RETIRES_AFTER = 43_200 + 300;

let core: Core;
let keys: SigningKeysService;

const session = () => ({ id: 's1', userId: 'u1', clientId: null, expiresAt: secondsAfter(core.clock.now(), 1e6) });
const issue = async (from = core) => (await from.get(AccessTokensService).issueFor(session())).token;
const verify = (token: string, by = core) => by.get(AccessTokensService).verify(token);
const kids = async () => (await keys.published()).map(({ kid }) => kid);
const currentId = async () => (await keys.current()).id;

beforeEach(async () => {
  core = await startCore([TokensModule]);
  keys = core.get(SigningKeysService);
});

afterEach(() => core.close());

describe('the published keys', () => {
  const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
  const membersOf = (key: PublishedJwk | undefined) => Object.keys(key ?? {}).sort();

  it('are an EC key at first, with nothing private about it', async () => {
    const published = await keys.published();
    expect(published).toEqual([
      {
        kty: 'EC',
        crv: 'P-256',
        x: expect.any(String),
        y: expect.any(String),
        kid: await currentId(),
        alg: 'ES256',
        use: 'sig',
      },
    ]);
    expect(membersOf(published[0])).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('are RSA where that is configured, the earlier one beside it for as long as its tokens last', async () => {
    const before = await issue();
    const later = await startCore([TokensModule], { beside: core, environment: { TOKEN_ALGORITHM: 'RS256' } });
    const published = await later.get(SigningKeysService).published();
    expect(published.map(({ alg }) => alg)).toEqual(expect.arrayContaining(['RS256', 'ES256']));
    const rsa = published.find(({ alg }) => alg === 'RS256');
    expect(membersOf(rsa)).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(membersOf(rsa).filter((member) => PRIVATE_MEMBERS.includes(member))).toEqual([]);
    await expect(verify(before, later)).resolves.toMatchObject({ sub: 'u1' });
    await later.close();
  });

  it('cannot be read in private from the database', async () => {
    const [row] = await core.rows<{ sealed_private_key: string }>('SELECT * FROM signing_keys');
    expect(row?.sealed_private_key).toMatch(/^v1\.[\w-]+$/);
    const everything =
      Buffer.from(row?.sealed_private_key.slice(3) ?? '', 'base64url').toString('latin1') + JSON.stringify(row);
    expect(everything).not.toContain('PRIVATE KEY');
    expect(JSON.stringify(row)).not.toContain('"d\\"');
  });
});

describe('rotation', () => {
  it('has the new key sign at once, and the old one verify until the last of its tokens is gone', async () => {
    const oldId = await currentId();
    const oldToken = await issue();
    const newId = await keys.rotate();
    expect(await currentId()).toBe(newId);
    expect(newId).not.toBe(oldId);
    expect((await kids()).sort()).toEqual([oldId, newId].sort());
    await expect(verify(oldToken)).resolves.toMatchObject({ sub: 'u1' });

    core.clock.advance(RETIRES_AFTER - 1);
    expect((await kids()).sort()).toEqual([oldId, newId].sort());
    expect(await keys.find(oldId)).toBeDefined();
    core.clock.advance(1);
    expect(await kids()).toEqual([newId]);
    expect(await keys.find(oldId)).toBeUndefined();
    await expect(verify(oldToken)).rejects.toThrow(InvalidAccessToken);
  });

  it('shortens no earlier retirement, nor lengthens one', async () => {
    const first = await currentId();
    await keys.rotate();
    core.clock.advance(RETIRES_AFTER - 1);
    await keys.rotate();
    core.clock.advance(1);
    expect(await keys.find(first)).toBeUndefined();
    expect(await kids()).toHaveLength(2);
  });

  it('outlives a restart', async () => {
    const token = await issue();
    const restarted = await startCore([TokensModule], { beside: core });
    await expect(verify(token, restarted)).resolves.toMatchObject({ sub: 'u1' });
    expect((await restarted.get(SigningKeysService).current()).id).toBe(await currentId());
    expect(await core.rows('SELECT id FROM signing_keys')).toHaveLength(1);
    await restarted.close();
  });
});

describe('another process over the same database', () => {
  let other: Core;

  beforeEach(async () => {
    other = await startCore([TokensModule], { beside: core });
  });

  afterEach(() => other.close());

  it('verifies a token of a new key at once, all of many that come at the same moment', async () => {
    await keys.rotate();
    const token = await issue();
    const verdicts = await Promise.allSettled(Array.from({ length: 20 }, () => verify(token, other)));
    expect(verdicts.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  });

  it('signs with the new key within a minute, and what it signs until then verifies', async () => {
    const newId = await keys.rotate();
    const behind = await issue(other);
    await expect(verify(behind)).resolves.toMatchObject({ sub: 'u1' });
    core.clock.advance(60);
    expect((await other.get(SigningKeysService).current()).id).toBe(newId);
  });

  it('verifies a token of a new key at once however many made-up key ids came just before', async () => {
    const strangers = other.get(SigningKeysService);
    expect(await strangers.find('eve')).toBeUndefined();
    const pending = Array.from({ length: 20 }, (_, number) => strangers.find(`eve-${number}`));
    const newId = await keys.rotate();
    expect(await strangers.find(newId)).toMatchObject({ id: newId });
    expect(new Set(await Promise.all(pending))).toEqual(new Set([undefined]));
  });

  it('goes on signing while a process of another algorithm takes over', async () => {
    const successor = await startCore([TokensModule], { beside: core, environment: { TOKEN_ALGORITHM: 'RS256' } });
    core.clock.advance(60);
    const token = await issue(other);
    await expect(verify(token, successor)).resolves.toMatchObject({ sub: 'u1' });
    await expect(verify(token, other)).resolves.toMatchObject({ sub: 'u1' });
    await successor.close();
  });
});
