import type { CoreErrorCode } from '#core/errors';

/** What to do about a refusal of the core, where the refusal itself does not say it. */
export const FIXES: Partial<Record<CoreErrorCode, string>> = {
  account_not_found: 'See which there are: rosetta user list.',
  already_a_member: 'See who is: rosetta org member list <organization>.',
  api_key_not_found: 'See which there are: rosetta apikey list.',
  cursor_invalid: 'Start again without --cursor, with the same options as before.',
  domain_not_found: 'See which there are: rosetta org domain list <organization>.',
  domain_not_verified: 'Add that TXT record to the domain, wait until it is published, and try again.',
  domain_taken: 'Remove it from the organization that has it, or choose another.',
  identifier_taken: 'Look at the account that has it (rosetta user show <name>), or choose another.',
  invitation_not_found: 'See which there are: rosetta org invite list <organization>.',
  invitation_settled: 'Send a new one: rosetta org invite send <organization> --email <address>.',
  last_owner: 'Make somebody else an owner first: rosetta org member role <organization> <account> owner.',
  last_superadmin: 'Make somebody else one first: rosetta user role <account> superadmin.',
  member_not_found: 'See who is: rosetta org member list <organization>.',
  no_email_address: 'Give --email, or set a password: rosetta user set-password <account>.',
  organization_not_found: 'See which there are: rosetta org list.',
  session_not_found: 'See which there are: rosetta session list <account>.',
  slug_taken: 'Choose another; a deleted organization keeps its slug.',
  stale_update: 'Try again.',
};
