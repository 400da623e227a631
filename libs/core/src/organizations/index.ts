export { InvitationInvalid, NotAMember, type OrganizationsError } from './errors.js';
export type { OrganizationRole } from './membership.entity.js';
export type { Organization } from './organization.entity.js';
export { OrganizationsModule } from './organizations.module.js';
export { OrganizationsService, type Seat } from './organizations.service.js';
