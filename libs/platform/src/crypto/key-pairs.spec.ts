import { makeKeyPair, readPrivateKey, readPublicKey } from './index.js';

describe('makeKeyPair', () => {
  it.each([
    ['ES256', { kty: 'EC', crv: 'P-256' }, 'ec'],
    ['RS256', { kty: 'RSA', e: 'AQAB' }, 'rsa'],
  ] as const)('makes a pair for %s, private half apart', async (algorithm, publicMembers, type) => {
    const { publicJwk, privatePem } = await makeKeyPair(algorithm);
    expect(publicJwk).toMatchObject(publicMembers);
    expect(publicJwk).not.toHaveProperty('d');
    expect(readPrivateKey(privatePem)).toMatchObject({ type: 'private', asymmetricKeyType: type });
    expect(readPublicKey(publicJwk)).toMatchObject({ type: 'public', asymmetricKeyType: type });
  });

  it('makes RSA keys as strong as the others', async () => {
    const { publicJwk } = await makeKeyPair('RS256');
    expect(readPublicKey(publicJwk).asymmetricKeyDetails).toMatchObject({ modulusLength: 3072 });
  });
});
