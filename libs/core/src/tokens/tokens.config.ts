import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** How access tokens are signed, for whom, and for how long they are good. */
export const tokensSection = defineSection(
  'tokens',
  z
    .object({
      PUBLIC_URL: field.optionalUrl('http', 'https'),
      TOKEN_ISSUER: field.optionalUrl('http', 'https'),
      TOKEN_AUDIENCE: field.text('rosetta'),
      TOKEN_ALGORITHM: field.choice(['ES256', 'RS256'], 'ES256'),
      ACCESS_TOKEN_TTL: field.duration('1h'),
      CLIENT_TOKEN_TTL: field.duration('12h'),
    })
    .transform((env) => ({
      // Without a public address the issuer is a constant, so that tokens outlive a change of port.
      issuer: env.TOKEN_ISSUER ?? env.PUBLIC_URL ?? 'http://rosetta.localhost',
      audience: env.TOKEN_AUDIENCE,
      algorithm: env.TOKEN_ALGORITHM,
      accessTtlSeconds: env.ACCESS_TOKEN_TTL,
      clientTtlSeconds: env.CLIENT_TOKEN_TTL,
      longestTtlSeconds: Math.max(env.ACCESS_TOKEN_TTL, env.CLIENT_TOKEN_TTL),
    })),
);

export type TokensConfig = ConfigOf<typeof tokensSection>;
