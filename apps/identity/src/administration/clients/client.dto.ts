import { ApiProperty } from '@nestjs/swagger';

export class AccountClient {
  @ApiProperty({ example: 'Xk3vY0mQ2pS8sT6uW9zB1A' })
  clientId!: string;

  @ApiProperty({ type: String, format: 'date-time', example: '2030-01-01T12:00:00.000Z' })
  createdAt!: string;
}

export class AccountClients {
  @ApiProperty({ type: [AccountClient], description: 'One at the most.' })
  clients!: AccountClient[];
}

export class NewAccountClient {
  @ApiProperty({ example: 'Xk3vY0mQ2pS8sT6uW9zB1A' })
  clientId!: string;

  @ApiProperty({ description: 'For its owner; lists do not show it.', example: 'a-secret-of-43-characters' })
  clientSecret!: string;
}
