import { type Environment, readConfiguration } from '#platform/config';
import { tokensSection } from './index.js';

const read = (environment: Environment) => readConfiguration([tokensSection], environment).get(tokensSection.token);

describe('the configuration of tokens', () => {
  it('signs with ES256, for an hour, or half a day for a client, by default', () => {
    expect(read({})).toEqual({
      issuer: 'http://rosetta.localhost',
      audience: 'rosetta',
      algorithm: 'ES256',
      accessTtlSeconds: 3600,
      clientTtlSeconds: 43_200,
      longestTtlSeconds: 43_200,
    });
  });

  it('names as issuer what is said, else the public address, and never the port', () => {
    const PUBLIC_URL = 'https://id.example.com/';
    expect(read({ PUBLIC_URL })).toMatchObject({ issuer: 'https://id.example.com' });
    expect(read({ PUBLIC_URL, TOKEN_ISSUER: 'https://issuer.example' })).toMatchObject({
      issuer: 'https://issuer.example',
    });
    expect(read({ PORT: '4000' })).toMatchObject({ issuer: 'http://rosetta.localhost' });
  });

  it.each(['HS256', 'none', 'ES384'])('does not sign with %s', (algorithm) => {
    expect(() => read({ TOKEN_ALGORITHM: algorithm })).toThrow('TOKEN_ALGORITHM: expected one of ES256, RS256');
  });
});
