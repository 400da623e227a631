import type { CoreErrorCode } from '#core/errors';

/** What to do about a refusal of the core, where the refusal itself does not say it. */
export const FIXES: Partial<Record<CoreErrorCode, string>> = {
  already_a_member: 'See who is: rosetta org member list <organization>.',
  domain_not_found: 'See which there are: rosetta org domain list <organization>.',
  domain_not_verified: 'Add that TXT record to the domain, wait until it is published, and try again.',
  domain_taken: 'Remove it from the organization that has it, or choose another.',
  identifier_taken: 'Look at the account that has it (rosetta user show <name>), or choose another.',
  invitation_not_found: 'See which there are: rosetta org invite list <organization>.',
  invitation_settled: 'Send a new one: rosetta org invite send <organization> --email <address>.',
  last_owner: 'Make somebody else an owner first: rosetta org member role <organization> <account> owner.',
  member_not_found: 'See who is: rosetta org member list <organization>.',
  organization_not_found: 'See which there are: rosetta org list.',
  slug_taken: 'Choose another; a deleted organization keeps its slug.',
  stale_update: 'Try again.',
};
