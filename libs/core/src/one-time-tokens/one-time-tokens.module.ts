import { Module } from '@nestjs/common';
import { UsersModule } from '#core/users';
import { OneTimeTokenSweep } from './one-time-token-sweep.js';
import { OneTimeTokensService } from './one-time-tokens.service.js';

@Module({
  imports: [UsersModule],
  providers: [OneTimeTokensService, OneTimeTokenSweep],
  exports: [OneTimeTokensService],
})
export class OneTimeTokensModule {}
