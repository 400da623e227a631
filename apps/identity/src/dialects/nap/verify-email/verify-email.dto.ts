import { ApiProperty } from '@nestjs/swagger';
import { EmailField, TokenField } from '#edge';

export class HandlersSendVerificationEmailData {
  @ApiProperty({ example: 'ada@example.com' })
  @EmailField()
  email!: string;
}

export class HandlersSendVerificationEmailResult {
  @ApiProperty({ example: true })
  success!: boolean;

  @ApiProperty({ example: 'Verification email sent' })
  message!: string;
}

export class HandlersVerifyEmailTokenData {
  @ApiProperty({ description: 'From the link in the mail' })
  @TokenField()
  token!: string;
}

export class HandlersVerifyEmailTokenResult {
  @ApiProperty({ example: true })
  success!: boolean;

  @ApiProperty({ example: 'Email verified' })
  message!: string;
}
