import { Module } from '@nestjs/common';
import { UsersModule } from '#core/users';
import { OneTimeTokensService } from './one-time-tokens.service.js';

@Module({ imports: [UsersModule], providers: [OneTimeTokensService], exports: [OneTimeTokensService] })
export class OneTimeTokensModule {}
