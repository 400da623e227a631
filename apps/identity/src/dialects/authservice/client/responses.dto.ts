import { ApiProperty } from '@nestjs/swagger';

const CLIENT_ID = { example: 'abc123-xyz456', description: 'Names the client; no secret' };
const CLIENT_SECRET = { example: 'def789-ghi012', description: 'Proves the client' };

export class ClientGet200Response {
  @ApiProperty(CLIENT_ID)
  clientId!: string;

  @ApiProperty(CLIENT_SECRET)
  clientSecret!: string;
}

export class RegisterPost201Response {
  @ApiProperty({ example: 'User registered successfully' })
  message!: string;

  @ApiProperty(CLIENT_ID)
  clientId!: string;

  @ApiProperty(CLIENT_SECRET)
  clientSecret!: string;
}

export class RegenerateClientCredentialsPost200Response {
  @ApiProperty({ example: 'Client credentials regenerated successfully' })
  message!: string;

  @ApiProperty(CLIENT_ID)
  clientId!: string;

  @ApiProperty(CLIENT_SECRET)
  clientSecret!: string;
}

export class LoginClientPost200Response {
  @ApiProperty({ description: 'A JWT whose claims `userId` and `role` tell the account' })
  token!: string;

  @ApiProperty({ example: 'Bearer' })
  token_type!: string;

  @ApiProperty({ type: 'integer', example: 43200, description: 'Seconds that the token is good for' })
  expires_in!: number;
}

export class RegisterPost400Response {
  @ApiProperty({ example: 'Username is already taken' })
  message!: string;
}

export class LoginClientPost401Response {
  @ApiProperty({ example: 'Invalid client credentials' })
  message!: string;
}

export class ClientGet401Response {
  @ApiProperty({ example: 'Invalid credentials' })
  message!: string;
}

export class RegisterPost500Response {
  @ApiProperty({ example: 'Internal server error' })
  error!: string;
}
