import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ChoiceField, CheckedField, IdentifierField, JsonObjectField, Optional, OrNull } from '#edge';
import { PageQuery } from '../shared/paging.dto.js';

const SETTINGS = { type: 'object', additionalProperties: true, example: { theme: 'dark' } } as const;
const SLUG = { type: String, maxLength: 64, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', example: 'acme' };
const NAME = { type: String, maxLength: 255, example: 'Acme & Sons' };

/** A text; what it may say is the core's to judge. */
const AnyTextField = () => CheckedField('is_text', 'must be a text', (value) => typeof value === 'string');

export class OrganizationQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: ['present', 'deleted'],
    default: 'present',
    description: 'Those that are there, or not.',
  })
  @Optional()
  @ChoiceField(['present', 'deleted'])
  state?: 'present' | 'deleted';
}

/** What an organization says of itself besides what it is called. */
class OrganizationDetails {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 4096, example: 'Makers of everything' })
  @Optional()
  @OrNull()
  @AnyTextField()
  description?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2048, example: 'https://acme.example/logo.png' })
  @Optional()
  @OrNull()
  @AnyTextField()
  avatarUrl?: string | null;

  @ApiPropertyOptional(SETTINGS)
  @Optional()
  @JsonObjectField()
  settings?: Record<string, unknown>;
}

export class NewOrganizationInput extends OrganizationDetails {
  @ApiProperty(NAME)
  @AnyTextField()
  name!: string;

  @ApiProperty(SLUG)
  @AnyTextField()
  slug!: string;

  @ApiProperty({ type: String, description: 'The account that owns it from the start.' })
  @IdentifierField()
  ownerId!: string;
}

export class OrganizationChanges extends OrganizationDetails {
  @ApiPropertyOptional(NAME)
  @Optional()
  @AnyTextField()
  name?: string;

  @ApiPropertyOptional(SLUG)
  @Optional()
  @AnyTextField()
  slug?: string;
}
