import type { Role } from '#core/users';
import { ChoiceField, IdentifierField, Optional, PasswordField, TokenField } from '#edge';

/** In the order of the document. */
export const DOCUMENTED_ROLES = ['user', 'admin', 'moderator', 'guest', 'superadmin'] as const satisfies Role[];

export class RegisterHeaders {
  @IdentifierField()
  username!: string;

  @PasswordField()
  password!: string;

  @Optional()
  @ChoiceField(DOCUMENTED_ROLES)
  role?: Role;
}

export class PasswordHeaders {
  @IdentifierField()
  username!: string;

  @PasswordField()
  password!: string;
}

export class ClientHeaders {
  @TokenField()
  clientId!: string;

  @TokenField()
  clientSecret!: string;
}
