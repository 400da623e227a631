import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { PagingModule } from '#core/paging';
import { RefreshTokens } from './refresh-token.js';
import { SessionHistory } from './session-history.service.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [AuditModule, PagingModule],
  providers: [SessionsService, SessionHistory, RefreshTokens],
  exports: [SessionsService, SessionHistory],
})
export class SessionsModule {}
