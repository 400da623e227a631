export { auditSection } from './audit.config.js';
export { AuditModule, AuditRetentionModule } from './audit.module.js';
export {
  type AuditFilter,
  type AuditPage,
  type AuditPlace,
  AuditService,
  type RecordedEvent,
} from './audit.service.js';
export { AuditRetention } from './audit-retention.js';
export { AuditTallies, type DailyTallies, type DailyTally } from './audit-tallies.js';
export { type AuditFault, type AuditVerdict, type NotedPlace } from './audit-verifier.js';
export { AUDIT_KINDS, type AuditKind, isAuditKind } from './kinds.js';
export { ANYBODY, type NewAuditEvent } from './new-audit-event.js';
