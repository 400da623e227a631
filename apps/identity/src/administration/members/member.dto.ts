import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  MEMBERSHIP_STATUSES,
  type MembershipStatus,
  ORGANIZATION_ROLES,
  type OrganizationRole,
} from '#core/organizations';
import { ChoiceField, IdentifierField, Optional } from '#edge';
import { PageQuery } from '../shared/paging.dto.js';

const MOMENT = { type: String, format: 'date-time', example: '2030-01-01T12:00:00.000Z' };
const TEXT = { type: String, nullable: true };

export class MemberQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ORGANIZATION_ROLES, description: 'Members with that role.' })
  @Optional()
  @ChoiceField(ORGANIZATION_ROLES)
  role?: OrganizationRole;

  @ApiPropertyOptional({ enum: MEMBERSHIP_STATUSES, description: 'Members who are banned, or who are not.' })
  @Optional()
  @ChoiceField(MEMBERSHIP_STATUSES)
  status?: MembershipStatus;
}

export class OrganizationRoleInput {
  @ApiProperty({ enum: ORGANIZATION_ROLES, example: 'member' })
  @ChoiceField(ORGANIZATION_ROLES)
  role!: OrganizationRole;
}

export class NewMemberInput extends OrganizationRoleInput {
  @ApiProperty({ type: String, description: 'The account that is to sit there.' })
  @IdentifierField()
  accountId!: string;
}

/** An account in its organization. */
export class Member {
  @ApiProperty({ format: 'uuid', example: '8a1f6c52-3e0b-4d7c-9f21-6b5d0c4e7a38' })
  accountId!: string;

  @ApiProperty({ ...TEXT, example: 'ada' })
  username!: string | null;

  @ApiProperty({ ...TEXT, example: 'ada@example.com' })
  email!: string | null;

  @ApiProperty({ enum: ORGANIZATION_ROLES, example: 'member' })
  role!: string;

  @ApiProperty({ enum: MEMBERSHIP_STATUSES, example: 'active' })
  status!: string;

  @ApiProperty(MOMENT)
  joinedAt!: string;

  @ApiProperty({ ...MOMENT, nullable: true, description: 'Of the last sign-in to the organization, or refresh in it.' })
  lastActiveAt!: string | null;
}

export class Members {
  @ApiProperty({ type: [Member], description: 'The oldest account first.' })
  members!: Member[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page.', example: null })
  next!: string | null;
}
