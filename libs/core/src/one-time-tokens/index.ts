export { InvalidOneTimeToken, type OneTimeTokensError } from './errors.js';
export { OneTimeTokensModule } from './one-time-tokens.module.js';
export type { OneTimePurpose } from './one-time-token.entity.js';
export { type OneTimeProof, OneTimeTokensService } from './one-time-tokens.service.js';
