import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ROLES } from '#core/users';
import {
  ChoiceField,
  EmailField,
  FlagField,
  IdentifierField,
  JsonObjectField,
  MomentField,
  Optional,
  OrNull,
  PasswordField,
  TextField,
} from '#edge';
import { PageQuery } from '../shared/paging.dto.js';

const OBJECT = { type: 'object', additionalProperties: true } as const;
const MOMENT = { type: String, format: 'date-time' };

/** What is looked for; all that is given has to fit. */
export class AccountQuery extends PageQuery {
  @ApiPropertyOptional({ type: String, description: 'Goes by this user name or e-mail address, in any spelling.' })
  @Optional()
  @IdentifierField()
  identifier?: string;

  @ApiPropertyOptional({ type: String, description: 'Goes by a name that begins like this; lists by name.' })
  @Optional()
  @IdentifierField()
  identifierPrefix?: string;

  @ApiPropertyOptional({ enum: ROLES, description: 'Has this role.' })
  @Optional()
  @ChoiceField(ROLES)
  role?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Whether the account may be used.' })
  @Optional()
  @ChoiceField(['true', 'false'])
  enabled?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Whether the e-mail address is verified.' })
  @Optional()
  @ChoiceField(['true', 'false'])
  emailVerified?: string;

  @ApiPropertyOptional({ ...MOMENT, description: 'The first moment that counts.' })
  @Optional()
  @MomentField()
  createdFrom?: string;

  @ApiPropertyOptional({ ...MOMENT, description: 'The first moment that does not.' })
  @Optional()
  @MomentField()
  createdUntil?: string;
}

/** What an account tells of its owner. */
export class ProfileInput {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 255, example: 'Ada' })
  @Optional()
  @OrNull()
  @TextField()
  firstName?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 255, example: 'Lovelace' })
  @Optional()
  @OrNull()
  @TextField()
  lastName?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 255, example: 'ada' })
  @Optional()
  @OrNull()
  @TextField()
  nickname?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2048, example: 'https://example.com/ada.png' })
  @Optional()
  @OrNull()
  @TextField({ max: 2048 })
  picture?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 64, example: '+44 20 7946 0000' })
  @Optional()
  @OrNull()
  @TextField({ max: 64 })
  phone?: string | null;

  @ApiPropertyOptional({ ...OBJECT, example: { theme: 'dark' } })
  @Optional()
  @JsonObjectField()
  userMetadata?: Record<string, unknown>;

  @ApiPropertyOptional({ ...OBJECT, example: { plan: 'gold' } })
  @Optional()
  @JsonObjectField()
  appMetadata?: Record<string, unknown>;
}

export class NewAccountInput extends ProfileInput {
  @ApiPropertyOptional({ type: String, maxLength: 255, example: 'ada@example.com' })
  @Optional()
  @EmailField()
  email?: string;

  @ApiPropertyOptional({ type: String, maxLength: 255, example: 'ada' })
  @Optional()
  @IdentifierField()
  username?: string;

  @ApiPropertyOptional({ type: String, description: 'Without one, a mail lets its owner choose it.' })
  @Optional()
  @PasswordField()
  password?: string;

  @ApiPropertyOptional({ enum: ROLES, default: 'user' })
  @Optional()
  @ChoiceField(ROLES)
  role?: string;

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Whether the address is known to be theirs.' })
  @Optional()
  @FlagField()
  emailVerified?: boolean;
}

export class AccountChanges extends ProfileInput {
  @ApiPropertyOptional({
    type: String,
    maxLength: 255,
    description: 'Takes over once it is verified, for which a mail asks.',
    example: 'ada@example.com',
  })
  @Optional()
  @EmailField()
  email?: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 255, example: 'ada' })
  @Optional()
  @OrNull()
  @IdentifierField()
  username?: string | null;
}

export class RoleInput {
  @ApiProperty({ enum: ROLES, example: 'moderator' })
  @ChoiceField(ROLES)
  role!: string;
}

export class PasswordResetInput {
  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Whether all sessions are over at once.' })
  @Optional()
  @FlagField()
  endSessions?: boolean;
}
