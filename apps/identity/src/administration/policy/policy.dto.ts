import { ApiProperty } from '@nestjs/swagger';

/** A route and one credential that it takes. */
export class PolicyWay {
  @ApiProperty({ example: 'POST' })
  method!: string;

  @ApiProperty({ example: '/api/v3/auth/login' })
  path!: string;

  @ApiProperty({ example: 'password' })
  credential!: string;

  @ApiProperty({
    type: [String],
    description:
      'What is answered in each of the states, in their order: a status, `in` for whatever is answered to who has been ' +
      'let in, or the letter of a reason why that cannot be.',
    example: ['401', '200', '401', '401', '200', '429', '200', '401', 'a', 'g', 'h'],
  })
  answers!: string[];
}

export class Policy {
  @ApiProperty({ type: [String], description: 'The states of an account, or of what it shows.', example: ['unknown'] })
  states!: string[];

  @ApiProperty({ type: [PolicyWay] })
  ways!: PolicyWay[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What each letter stands for.',
    example: { g: 'does not age' },
  })
  reasons!: Record<string, string>;
}
