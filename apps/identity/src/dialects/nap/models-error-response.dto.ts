import { ApiProperty } from '@nestjs/swagger';

export class ModelsErrorResponse {
  @ApiProperty({ example: 'Invalid email or password', description: 'For the person' })
  message!: string;

  @ApiProperty({ example: '', description: 'For the developer; empty, as the details are in the log' })
  debug!: string;

  @ApiProperty({ type: 'integer', example: 401, description: 'The HTTP status' })
  code!: number;
}
