import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EmailField, Optional, PasswordField, TextField, TokenField } from '#edge';
import { SameAsField } from './same-as-field.js';

const PASSWORD = { min: 8, max: 32 };
const RETURN_TO_MAX_LENGTH = 2048;

export class HandlersUserSignupData {
  @ApiProperty({ example: 'ada@example.com' })
  @EmailField()
  email!: string;

  @ApiProperty({ minLength: PASSWORD.min, maxLength: PASSWORD.max, example: 'correct horse battery' })
  @PasswordField(PASSWORD)
  password!: string;

  @ApiProperty({ example: 'correct horse battery', description: 'The same once more' })
  @SameAsField('password')
  confirmPassword!: string;

  @ApiProperty({ example: 'Ada' })
  @TextField()
  firstName!: string;

  @ApiProperty({ example: 'Lovelace' })
  @TextField()
  lastName!: string;

  @ApiPropertyOptional({ description: 'From an invitation into an organization' })
  @Optional()
  @TokenField()
  inviteToken?: string;
}

export class HandlersUserLoginData {
  @ApiProperty({ example: 'ada@example.com' })
  @EmailField()
  email!: string;

  @ApiProperty({ example: 'correct horse battery' })
  @PasswordField()
  password!: string;

  @ApiPropertyOptional({
    example: 'https://app.example.com/inbox',
    description: 'Kept with the flow, if the log-in becomes one, for the client to read there',
  })
  @Optional()
  @TextField({ max: RETURN_TO_MAX_LENGTH })
  flowReturnTo?: string;
}
