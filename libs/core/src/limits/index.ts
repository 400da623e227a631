export { type LimitedParty, placeOf } from './claims.js';
export { LimitExceeded, type LimitsError } from './errors.js';
export { KnownNetworks } from './known-networks.js';
export { type LimitState, type LimitSubject, LimitsDesk } from './limits-desk.js';
export { type LimitsConfig, limitsSection } from './limits.config.js';
export { LimitsModule } from './limits.module.js';
export { Limits } from './limits.service.js';
export { LIMIT_SCOPES, LIMITED_ACTIONS, type LimitedAction, type LimitScope, type Rule, RULES } from './rules.js';
