export { AcceptanceService, type OpenInvitation } from './acceptance.service.js';
export type { OrganizationDomain } from './domain.entity.js';
export { challengeOf, type DomainChallenge, DomainsService } from './domains.service.js';
export {
  AlreadyAMember,
  DomainInvalid,
  DomainNotFound,
  DomainNotVerified,
  DomainTaken,
  InvitationInvalid,
  InvitationNotFound,
  InvitationRequired,
  InvitationSettled,
  LastOwner,
  MemberNotFound,
  NotAMember,
  OrganizationChoiceRequired,
  OrganizationInvalid,
  OrganizationNotFound,
  type OrganizationsError,
  SlugTaken,
  StaleUpdate,
} from './errors.js';
export {
  INVITATION_STATUSES,
  type InvitationOrder,
  type InvitationRecord,
  type InvitationStatus,
} from './invitation-table.js';
export { InvitationsService } from './invitations.service.js';
export { type Member, type MemberFilter, MembersService, type Seat, type SeatedBy } from './members.service.js';
export {
  MEMBERSHIP_STATUSES,
  type MembershipStatus,
  ORGANIZATION_ROLES,
  type OrganizationRole,
} from './membership.entity.js';
export type { OrganizationFacts } from './organization-facts.js';
export type { Organization } from './organization.entity.js';
export { type OrganizationsConfig, organizationsSection } from './organizations.config.js';
export { OrganizationsModule } from './organizations.module.js';
export { type NewOrganization, OrganizationsService } from './organizations.service.js';
export { SeatingService, type SeatRequest } from './seating.service.js';
