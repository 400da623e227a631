import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** One thing that is wrong with what was sent. */
export class ProblemFault {
  @ApiProperty({ enum: ['body', 'query', 'header', 'path'], example: 'body' })
  location!: string;

  @ApiProperty({ type: [String], description: 'Where in it, from the outside in.', example: ['role'] })
  path!: string[];

  @ApiProperty({ description: 'A stable short name of the rule that was broken.', example: 'is_choice' })
  rule!: string;

  @ApiProperty({ example: 'role must be one of guest, user, moderator, admin, superadmin' })
  message!: string;
}

/** Problem details (RFC 9457). */
export class ProblemDetails {
  @ApiProperty({ example: 'about:blank' })
  type!: string;

  @ApiProperty({ type: 'integer', example: 404 })
  status!: number;

  @ApiProperty({ example: 'There is no such account' })
  title!: string;

  @ApiProperty({ description: 'A stable short name of what went wrong.', example: 'account_not_found' })
  code!: string;

  @ApiPropertyOptional({ type: [ProblemFault], description: 'With `invalid_input`: all that is wrong.' })
  faults?: ProblemFault[];
}
