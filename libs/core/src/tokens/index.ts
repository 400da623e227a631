export { type AccessTokenOptions, AccessTokensService, type IssuedAccessToken } from './access-tokens.service.js';
export type { AccessTokenClaims } from './claims.js';
export { InvalidAccessToken, type TokensError } from './errors.js';
export { type ListedKey, type PublishedJwk, SigningKeysService } from './signing-keys.service.js';
export { type TokensConfig, tokensSection } from './tokens.config.js';
export { SigningKeysModule, TokensModule } from './tokens.module.js';
