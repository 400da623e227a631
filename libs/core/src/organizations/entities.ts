export { Membership } from './membership.entity.js';
export { Organization } from './organization.entity.js';
