import { Module } from '@nestjs/common';
import { RefreshTokens } from './refresh-token.js';
import { SessionsService } from './sessions.service.js';

@Module({ providers: [SessionsService, RefreshTokens], exports: [SessionsService] })
export class SessionsModule {}
