export { LimitExceeded, type LimitsError } from './errors.js';
export { type LimitsConfig, limitsSection } from './limits.config.js';
export { LimitsModule } from './limits.module.js';
export { type LimitedParty, Limits } from './limits.service.js';
export type { LimitedAction } from './rules.js';
