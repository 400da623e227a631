import { ApiProperty, getSchemaPath } from '@nestjs/swagger';

/** One fault of the input. */
export class ValidationError {
  @ApiProperty({
    type: 'array',
    items: { $ref: getSchemaPath('ValidationErrorLocInner') },
    example: ['body', 'email'],
    description: 'Where it is: the part of the request first, then the way down',
  })
  loc!: (string | number)[];

  @ApiProperty({ example: 'email is required' })
  msg!: string;

  @ApiProperty({ example: 'missing', description: 'A stable name for what is wrong' })
  type!: string;
}

/** Every fault of the input. */
export class HTTPValidationError {
  @ApiProperty({ type: [ValidationError] })
  detail!: ValidationError[];
}

/** Any error but faulty input. */
export class ErrorSchema {
  @ApiProperty({ example: 'Not authenticated' })
  detail!: string;
}
