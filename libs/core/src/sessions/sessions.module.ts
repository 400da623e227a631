import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { RefreshTokens } from './refresh-token.js';
import { SessionsService } from './sessions.service.js';

@Module({ imports: [AuditModule], providers: [SessionsService, RefreshTokens], exports: [SessionsService] })
export class SessionsModule {}
