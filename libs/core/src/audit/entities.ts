export { AuditEvent, AuditHead } from './audit-event.entity.js';
