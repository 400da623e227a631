import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IdentifierField, TokenField } from '#edge';

export class FlowPath {
  @TokenField()
  flowId!: string;
}

export class HandlersFlowCompleteData {
  @ApiProperty({ description: 'One of the organizations that the flow lists' })
  @IdentifierField()
  orgId!: string;

  @ApiProperty({ description: 'As the log-in answered it' })
  @TokenField()
  completionSecret!: string;
}

export class ModelsOrgCompat {
  @ApiProperty()
  id!: string;

  @ApiProperty({ example: 'Default' })
  name!: string;

  @ApiProperty({ example: 'default' })
  slug!: string;

  @ApiPropertyOptional()
  description?: string;

  @ApiPropertyOptional()
  avatarURL?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  settings?: Record<string, unknown>;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updatedAt!: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  deletedAt?: string;
}

export class HandlersUserFlowData {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: String, enum: ['login', 'invite', 'password_reset', 'sso'] })
  type!: string;

  @ApiProperty()
  userId!: string;

  @ApiProperty({ example: 'ada@example.com' })
  email!: string;

  @ApiPropertyOptional({ type: [ModelsOrgCompat], description: 'The organizations that the person belongs to' })
  orgs?: ModelsOrgCompat[];

  @ApiProperty({ example: false })
  mfaRequired!: boolean;

  @ApiProperty({ example: false })
  mfaVerified!: boolean;

  @ApiPropertyOptional()
  inviteToken?: string;

  @ApiPropertyOptional()
  ssoProvider?: string;

  @ApiPropertyOptional()
  ssoUserId?: string;

  @ApiPropertyOptional({ description: 'As the log-in gave it' })
  returnTo?: string;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt!: string;
}
