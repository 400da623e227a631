import { createHmac, createSign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { epochSeconds, secondsAfter } from '#platform/clock';
import { makeKeyPair, readPrivateKey } from '#platform/crypto';
import { type Core, startCore } from '../../../../test/support/core-fixture.js';
import { AccessTokensService, InvalidAccessToken, SigningKeysService, TokensModule } from './index.js';

type Json = Readonly<Record<string, unknown>>;

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

let core: Core;
let tokens: AccessTokensService;

const session = () => ({ id: 's1', userId: 'u1', clientId: null, expiresAt: secondsAfter(core.clock.now(), 86_400) });
const encode = (part: Json | string) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
const part = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Json;

/** A JWS by nobody's library: any header over any claims (RFC 7515 §5.1). */
function sign(header: Json, claims: Json | string, key: KeyObject): string {
  const input = `${encode(header)}.${encode(claims)}`;
  const signer = createSign('sha256').update(input);
  return `${input}.${signer.sign({ key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** Header and claims of a good token, changed, and signed by our own key. */
async function forged(header: Json, claims: Json = {}): Promise<string> {
  const { token } = await tokens.issueFor(session());
  const { privateKey } = await core.get(SigningKeysService).current();
  return sign({ ...part(token, 0), ...header }, { ...part(token, 1), ...claims }, privateKey);
}

async function start(environment: Record<string, string> = {}): Promise<void> {
  core = await startCore([TokensModule], { environment });
  tokens = core.get(AccessTokensService);
}

describe('an access token', () => {
  beforeEach(() => start());
  afterEach(() => core.close());

  it('says whose it is, of which session, by whom, for whom and how long', async () => {
    const { token, expiresAt, expiresInSeconds } = await tokens.issueFor(session());
    const now = epochSeconds(core.clock.now());
    const [{ kid }] = (await core.get(SigningKeysService).published()) as [{ kid: string }];
    expect(part(token, 0)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid });
    const claims = {
      iss: 'http://rosetta.localhost',
      aud: 'rosetta',
      sub: 'u1',
      sid: 's1',
      jti: expect.any(String),
      iat: now,
      exp: now + 3600,
    };
    expect(part(token, 1)).toEqual(claims);
    expect(await tokens.verify(token)).toEqual(claims);
    expect([expiresAt, expiresInSeconds]).toEqual([secondsAfter(core.clock.now(), 3600), 3600]);
  });

  it('carries what one API adds, but for the names that are ours', async () => {
    const claims = { role: 'admin', sub: 'eve', iss: 'eve', exp: 9e9 };
    const { token } = await tokens.issueFor(session(), { tokenId: 't1', claims });
    expect(part(token, 1)).toMatchObject({ role: 'admin', sub: 'u1', iss: 'http://rosetta.localhost', jti: 't1' });
    expect(await tokens.verify(token)).toMatchObject({ sub: 'u1', jti: 't1' });
  });

  it('is written in UTF-8, whatever it says (RFC 8725 §3.7)', async () => {
    const { token } = await tokens.issueFor(session(), { claims: { name: 'Žofie 山田 😀' } });
    const [, claims = ''] = token.split('.');
    expect(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(claims, 'base64url'))).toContain(
      'Žofie 山田 😀',
    );
    expect(await tokens.verify(token)).toMatchObject({ sub: 'u1' });
  });

  it('of a client lasts longer, and none longer than its session', async () => {
    const ofClient = await tokens.issueFor({ ...session(), clientId: 'c1' });
    expect(ofClient.expiresInSeconds).toBe(43_200);
    const short = await tokens.issueFor({ ...session(), expiresAt: secondsAfter(core.clock.now(), 90) });
    expect(short.expiresInSeconds).toBe(90);
  });

  it('is good until the second of its expiry', async () => {
    const { token } = await tokens.issueFor(session());
    core.clock.advance(3599);
    await expect(tokens.verify(token)).resolves.toMatchObject({ sid: 's1' });
    core.clock.advance(1);
    await expect(tokens.verify(token)).rejects.toThrow(InvalidAccessToken);
  });

  it('that was good a moment ago is judged by its key again', async () => {
    const { token } = await tokens.issueFor(session());
    await tokens.verify(token);
    await core.database.transaction(() => core.database.manager.query('DELETE FROM signing_keys'));
    await core.get(SigningKeysService).published();
    await expect(tokens.verify(token)).rejects.toThrow(InvalidAccessToken);
  });

  it('that was good a moment ago lends nothing to one that differs from it', async () => {
    const { token } = await tokens.issueFor(session());
    await tokens.verify(token);
    const [header = '', claims = '', signature = ''] = token.split('.');
    const other = encode(Object.assign({}, part(token, 1), { sub: 'eve' }));
    await expect(tokens.verify(`${header}.${other}.${signature}`)).rejects.toThrow(InvalidAccessToken);
    await expect(tokens.verify(`${header}.${claims}.${signature.slice(0, -4)}AAAA`)).rejects.toThrow(
      InvalidAccessToken,
    );
    await expect(tokens.verify(token)).resolves.toMatchObject({ sub: 'u1' });
  });

  it('is signed with RS256 where that is configured', async () => {
    await core.close();
    await start({ TOKEN_ALGORITHM: 'RS256', TOKEN_ISSUER: 'https://id.example.com', TOKEN_AUDIENCE: 'shop' });
    const { token } = await tokens.issueFor(session());
    expect(part(token, 0)).toMatchObject({ alg: 'RS256' });
    expect(await tokens.verify(token)).toMatchObject({ iss: 'https://id.example.com', aud: 'shop' });
    await expect(tokens.verify(await forged({ alg: 'ES256' }))).rejects.toThrow(InvalidAccessToken);
  });
});

describe('a token is refused', () => {
  beforeAll(() => start());
  afterAll(() => core.close());

  const expectRefused = async (token: string) => {
    await expect(tokens.verify(token)).rejects.toThrow(InvalidAccessToken);
  };

  it('when any of its characters is another', async () => {
    const { token } = await tokens.issueFor(session());
    const altered = [...token].flatMap((character, place) => {
      const value = BASE64URL.indexOf(character);
      const others =
        character === '.' ? 'Ax' : [value ^ 32, value ^ 1].map((index) => BASE64URL.charAt(index)).join('');
      return [...others].map((other) => token.slice(0, place) + other + token.slice(place + 1));
    });
    for (const candidate of altered) await expectRefused(candidate);
  });

  it('when it is another way to write the same octets', async () => {
    const { token } = await tokens.issueFor(session());
    const octetsOf = (text: string) =>
      text
        .split('.')
        .map((piece) => Buffer.from(piece, 'base64url').toString('hex'))
        .join();
    const others = Array.from(BASE64URL, (last) => token.slice(0, -1) + last).filter((other) => other !== token);
    const same = [...others, `${token}=`, `${token}==`].filter((other) => octetsOf(other) === octetsOf(token));

    expect(same).toHaveLength(17);
    for (const other of same) await expectRefused(other);
  });

  it('when it is cut, lengthened, or none at all', async () => {
    const { token } = await tokens.issueFor(session());
    const [header = '', claims = ''] = token.split('.');
    const garbled = [`${token}.`, `${token}.x`, `${token}A`, token.slice(0, -3), `${header}.${claims}.`, ` ${token}`];
    for (const text of [...garbled, '', '.', '..', 'a.b.c', 'null', '{}', '\0', 'é.é.é']) await expectRefused(text);
  });

  it.each(['at+jwt', 'JWT', undefined])('when it is no JSON inside, type %p', async (typ) => {
    const { privateKey, id } = await core.get(SigningKeysService).current();
    for (const claims of ['', 'x', 'null', '[]', '"text"', '1', '{']) {
      await expectRefused(sign({ alg: 'ES256', kid: id, typ }, claims, privateKey));
    }
    for (const header of ['', 'x', 'null', '[]', '1', '{'])
      await expectRefused(`${encode(header)}.${encode('{}')}.AAAA`);
  });

  it.each(['none', 'None', 'NONE', '', 'HS256', 'ES384', 'RS256', undefined])(
    'when its algorithm is %p',
    async (alg) => {
      const token = await forged({ alg });
      await expectRefused(token);
      await expectRefused(token.replace(/[^.]*$/, ''));
    },
  );

  it('when it is signed with our public key for a secret', async () => {
    const [jwk] = await core.get(SigningKeysService).published();
    const { publicKey } = await core.get(SigningKeysService).current();
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const der = publicKey.export({ type: 'spki', format: 'der' });
    const input = (await forged({ alg: 'HS256' })).split('.').slice(0, 2).join('.');
    for (const secret of [pem, pem.toString().trim(), der, JSON.stringify(jwk)]) {
      await expectRefused(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`);
    }
  });

  it('when it brings its own key or names where to find it', async () => {
    const eve = await makeKeyPair('ES256');
    const key = readPrivateKey(eve.privatePem);
    const { token } = await tokens.issueFor(session());
    const jwk: JsonWebKey = { ...eve.publicJwk, kid: 'eve' };
    const places = { jwk, jku: 'https://eve.example/jwks.json', x5u: 'https://eve.example/cert.pem', x5c: ['eve'] };
    for (const kid of [part(token, 0).kid, 'eve', undefined]) {
      await expectRefused(sign({ ...part(token, 0), kid, ...places }, part(token, 1), key));
    }
  });

  it('but not for naming a place that nobody asks', async () => {
    const places = { jku: 'https://eve.example/jwks.json', x5u: 'https://eve.example/cert.pem', jwk: { kty: 'EC' } };
    await expect(tokens.verify(await forged(places))).resolves.toMatchObject({ sub: 'u1' });
  });

  it.each([undefined, '', 'eve', "' OR 1=1 --", '../../etc/passwd', 1, {}, ['a'], null])(
    'when its key id is %p',
    async (kid) => {
      await expectRefused(await forged({ kid }));
    },
  );

  it.each(['JWT', 'rt+jwt', 'AT+JWT', '', undefined, ['at+jwt']])('when its type is %p', async (typ) => {
    await expectRefused(await forged({ typ }));
  });

  it.each([[['b64']], [['exp']], [[]], [null], ['x']])('when it has critical extensions: %p', async (crit) => {
    await expectRefused(await forged({ crit }));
  });

  it.each([
    { iss: 'https://eve.example' },
    { iss: undefined },
    { iss: ['http://rosetta.localhost'] },
    { aud: 'other' },
    { aud: undefined },
    { aud: ['rosetta', 'other'] },
    { sub: undefined },
    { sub: 1 },
    { sid: undefined },
    { sid: { $ne: '' } },
    { jti: undefined },
    { exp: undefined },
    { exp: 1 },
    { exp: '9999999999' },
    { iat: undefined },
    { nbf: 4_102_444_800 },
    { nbf: 'later' },
  ])('when it claims %j', async (claims) => {
    await expect(tokens.verify(await forged({}))).resolves.toBeDefined();
    await expectRefused(await forged({}, claims));
  });
});
