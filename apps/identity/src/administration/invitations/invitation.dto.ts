import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  INVITATION_STATUSES,
  type InvitationStatus,
  ORGANIZATION_ROLES,
  type OrganizationRole,
} from '#core/organizations';
import { ChoiceField, EmailField, Optional } from '#edge';
import { PageQuery } from '../shared/paging.dto.js';

const MOMENT = { type: String, format: 'date-time', example: '2030-01-01T12:00:00.000Z' };
const ACCOUNT = { type: String, nullable: true, format: 'uuid', example: null };

export class InvitationQuery extends PageQuery {
  @ApiPropertyOptional({ enum: INVITATION_STATUSES, description: 'Invitations in that state.' })
  @Optional()
  @ChoiceField(INVITATION_STATUSES)
  status?: InvitationStatus;
}

export class NewInvitationInput {
  @ApiProperty({ type: String, maxLength: 255, example: 'ada@example.com' })
  @EmailField()
  email!: string;

  @ApiPropertyOptional({ enum: ORGANIZATION_ROLES, default: 'member' })
  @Optional()
  @ChoiceField(ORGANIZATION_ROLES)
  role?: OrganizationRole;
}

/** An invitation; the token is in the mail alone. */
export class Invitation {
  @ApiProperty({ format: 'uuid', example: '7e8f9a0b-1c2d-4e3f-8a5b-6c7d8e9f0a1b' })
  id!: string;

  @ApiProperty({ example: 'ada@example.com' })
  email!: string;

  @ApiProperty({ enum: ORGANIZATION_ROLES, example: 'member' })
  role!: string;

  @ApiProperty({ enum: INVITATION_STATUSES, example: 'pending' })
  status!: string;

  @ApiProperty({ ...ACCOUNT, description: 'The account that invited, if it was one.' })
  invitedBy!: string | null;

  @ApiProperty({ ...ACCOUNT, description: 'The account that took the seat.' })
  acceptedBy!: string | null;

  @ApiProperty(MOMENT)
  createdAt!: string;

  @ApiProperty({ ...MOMENT, description: 'Of the newest mail.' })
  sentAt!: string;

  @ApiProperty(MOMENT)
  expiresAt!: string;

  @ApiProperty({ ...MOMENT, nullable: true, description: 'When it was accepted or revoked.', example: null })
  settledAt!: string | null;
}

export class Invitations {
  @ApiProperty({ type: [Invitation], description: 'The oldest first.' })
  invitations!: Invitation[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page.', example: null })
  next!: string | null;
}
