import { ApiProperty } from '@nestjs/swagger';
import { IdentifierField, PasswordField } from '#edge';

export class AuthLogin {
  @ApiProperty({ example: 'ada@example.com', description: 'A user name or an e-mail address' })
  @IdentifierField()
  username!: string;

  @ApiProperty({ format: 'password', example: 'correct horse battery staple' })
  @PasswordField()
  password!: string;
}

export class AuthToken {
  @ApiProperty({ description: 'A JWT' })
  token!: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'When the token stops being good' })
  expires_at!: string;
}

export class AuthVerify {
  @ApiProperty({ description: 'The user name of the account, or its e-mail address if it has none' })
  username!: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'When the account was opened' })
  created_at!: string;
}

export class GeneralError {
  @ApiProperty({ type: 'integer', example: 401, description: 'The HTTP status' })
  status!: number;

  @ApiProperty({ example: 'Wrong username or password' })
  message!: string;
}
