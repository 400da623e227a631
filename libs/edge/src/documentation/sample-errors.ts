import {
  AccountNotFound,
  ClientNotFound,
  LastSuperadmin,
  NoEmailAddress,
  NotPermitted,
  SessionNotFound,
} from '#core/administration';
import { ApiKeyNotFound, ApiKeyUnacceptable, InvalidApiKey } from '#core/api-keys';
import { InvalidClient } from '#core/clients';
import { EmailAlreadyVerified, UnknownEmail } from '#core/email-verification';
import { EmailNotVerified, InvalidCredentials } from '#core/entry';
import { CompletionRefused, FlowNotFound } from '#core/flows';
import { LimitExceeded, RULES } from '#core/limits';
import { InvalidOneTimeToken } from '#core/one-time-tokens';
import {
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
  SlugTaken,
  StaleUpdate,
} from '#core/organizations';
import { CursorInvalid } from '#core/paging';
import { PASSWORD_MAX_LENGTH, PasswordQueueFull, PasswordUnacceptable } from '#core/passwords';
import { RoleNotAllowed } from '#core/registration';
import { InvalidRefreshToken } from '#core/sessions';
import { InvalidAccessToken } from '#core/tokens';
import { IdentifierInvalid, IdentifierTaken, MetadataTooLarge } from '#core/users';
import {
  BadRequest,
  BodyTooLarge,
  MalformedBody,
  MethodNotAllowed,
  RouteUnknown,
  Unavailable,
  Unexpected,
  UnsupportedMediaType,
} from '../errors/edge-errors.js';
import type { ErrorOf, KnownErrorCode } from '../errors/known-error.js';
import { SAMPLE_NEW_USER } from './samples.js';

/** Errors that say the same wherever they happen; which input is faulty, only the operation knows. */
export type SampledErrorCode = Exclude<KnownErrorCode, 'invalid_input'>;

const METADATA_MAX_BYTES = 65_536;

/** One error of each code, for examples in documents. */
export const SAMPLE_ERRORS: { readonly [C in SampledErrorCode]: ErrorOf<C> } = {
  invalid_credentials: new InvalidCredentials('sample'),
  invalid_client: new InvalidClient('sample'),
  invalid_access_token: new InvalidAccessToken('sample'),
  invalid_refresh_token: new InvalidRefreshToken('sample'),
  invalid_one_time_token: new InvalidOneTimeToken('sample'),
  email_not_verified: new EmailNotVerified('sample', 'ada@example.com'),
  not_a_member: new NotAMember(),
  identifier_taken: new IdentifierTaken('email'),
  identifier_invalid: new IdentifierInvalid('email', 'must be an e-mail address'),
  metadata_too_large: new MetadataTooLarge(METADATA_MAX_BYTES),
  password_unacceptable: new PasswordUnacceptable('too_long', `must be at most ${PASSWORD_MAX_LENGTH} characters long`),
  role_not_allowed: new RoleNotAllowed('admin', ['user', 'guest']),
  invitation_invalid: new InvitationInvalid('sample'),
  unknown_email: new UnknownEmail(),
  email_already_verified: new EmailAlreadyVerified(),
  invitation_required: new InvitationRequired(),
  invitation_not_found: new InvitationNotFound(),
  invitation_settled: new InvitationSettled(),
  organization_choice_required: new OrganizationChoiceRequired(SAMPLE_NEW_USER),
  organization_invalid: new OrganizationInvalid('name', 'must not be empty'),
  organization_not_found: new OrganizationNotFound(),
  slug_taken: new SlugTaken(),
  stale_update: new StaleUpdate(),
  member_not_found: new MemberNotFound(),
  already_a_member: new AlreadyAMember(),
  last_owner: new LastOwner(),
  domain_invalid: new DomainInvalid(),
  domain_taken: new DomainTaken(),
  domain_not_found: new DomainNotFound(),
  domain_not_verified: new DomainNotVerified('_rosetta.example.com', 'rosetta-verification=sample', 'sample'),
  not_permitted: new NotPermitted('Only a superadmin may do that', 'an account'),
  account_not_found: new AccountNotFound(),
  session_not_found: new SessionNotFound(),
  client_not_found: new ClientNotFound(),
  last_superadmin: new LastSuperadmin(),
  no_email_address: new NoEmailAddress(),
  invalid_api_key: new InvalidApiKey('sample'),
  api_key_not_found: new ApiKeyNotFound(),
  api_key_unacceptable: new ApiKeyUnacceptable('name', 'must not be empty'),
  cursor_invalid: new CursorInvalid('sample'),
  flow_not_found: new FlowNotFound(),
  completion_refused: new CompletionRefused('sample'),
  malformed_body: new MalformedBody('The body is not valid JSON', 1),
  bad_request: new BadRequest(),
  body_too_large: new BodyTooLarge(),
  unsupported_media_type: new UnsupportedMediaType(),
  route_unknown: new RouteUnknown(),
  method_not_allowed: new MethodNotAllowed(['GET', 'HEAD']),
  limit_exceeded: new LimitExceeded('sign-in', 'address', {
    retryAfterSeconds: 30,
    allowance: RULES.strict['sign-in'].address,
  }),
  overloaded: new PasswordQueueFull(1),
  unavailable: new Unavailable(5),
  unexpected: new Unexpected('sample'),
};
