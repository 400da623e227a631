import type { AdministrationError } from '#core/administration';
import type { ApiKeysError } from '#core/api-keys';
import type { ClientsError } from '#core/clients';
import type { EmailVerificationError } from '#core/email-verification';
import type { EntryError } from '#core/entry';
import type { FlowsError } from '#core/flows';
import type { LimitsError } from '#core/limits';
import type { OneTimeTokensError } from '#core/one-time-tokens';
import type { OrganizationsError } from '#core/organizations';
import type { PagingError } from '#core/paging';
import type { PasswordsError } from '#core/passwords';
import type { RegistrationError } from '#core/registration';
import type { SessionsError } from '#core/sessions';
import type { TokensError } from '#core/tokens';
import type { UsersError } from '#core/users';

/** Every refusal that the core foresees. What is added here must be given words in every API before it compiles. */
export type AnyCoreError =
  | AdministrationError
  | ApiKeysError
  | ClientsError
  | EmailVerificationError
  | EntryError
  | FlowsError
  | LimitsError
  | OneTimeTokensError
  | OrganizationsError
  | PagingError
  | PasswordsError
  | RegistrationError
  | SessionsError
  | TokensError
  | UsersError;

export type CoreErrorCode = AnyCoreError['code'];
