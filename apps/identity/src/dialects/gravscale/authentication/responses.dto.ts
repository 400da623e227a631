import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** An account that was just opened. */
export class AppModulesAuthenticationSchemaAccountSchema {
  @ApiProperty({ description: "The account's id" })
  accountId!: string;

  @ApiProperty({ example: 'ada@example.com' })
  email!: string;

  @ApiProperty({ example: 'ada', description: 'The part of the e-mail address before the @, until another is chosen' })
  nickname!: string;

  @ApiProperty({ example: '', description: 'Where a picture is found; empty where there is none' })
  picture!: string;
}

/** A session with its tokens. */
export class AuthorizationSchema {
  @ApiProperty({ description: 'A JWT to be sent as a bearer token' })
  accessToken!: string;

  @ApiPropertyOptional({ description: 'Good for one refresh' })
  refreshToken?: string;

  @ApiProperty({ example: 'Bearer' })
  type!: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'When the access token expires' })
  expiresAt!: string;
}

/** The bearer's account. */
export class UserInfoSchema {
  @ApiProperty({ example: 'ada@example.com' })
  email!: string;

  @ApiProperty({ example: 'ada' })
  nickname!: string;
}
