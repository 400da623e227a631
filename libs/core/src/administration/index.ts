export { AccountAccessAdministration } from './account-access.service.js';
export { AccountStateAdministration } from './account-state.service.js';
export { AccountsAdministration, type AccountUpdate, type NewAccount } from './accounts.service.js';
export { AdministrationModule } from './administration.module.js';
export {
  AccountNotFound,
  type AdministrationError,
  ClientNotFound,
  LastSuperadmin,
  NoEmailAddress,
  NotPermitted,
  SessionNotFound,
} from './errors.js';
export { LimitsAdministration, type LimitedOnes } from './limits.service.js';
export { MembersAdministration, type SeatOrder } from './members.service.js';
export { COMMAND_LINE, type Operator, type Power } from './operator.js';
export { OperatorsService } from './operators.service.js';
export { COUNTED_AT_MOST, type Overview, OverviewService } from './overview.service.js';
export { mustBeSuperadmin, mustHaveScope } from './privileges.js';
export { ServiceKeysAdministration } from './service-keys.service.js';
export type { Order } from './targets.service.js';
