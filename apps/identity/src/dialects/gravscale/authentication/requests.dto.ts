import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { EmailField, PasswordField, TokenField } from '#edge';

// Of several broken rules the one that stands nearest to its property is told.

export class LoginSchema {
  @ApiProperty({ example: 'ada@example.com', description: 'An e-mail address' })
  @EmailField()
  @IsString()
  email!: string;

  @ApiProperty({ example: 'correct horse battery staple' })
  @PasswordField()
  @IsString()
  password!: string;
}

/** The query of a refresh. */
export class RefreshQuery {
  @TokenField()
  @IsString()
  refresh_token!: string;
}
