import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { PagingModule } from '#core/paging';
import { RefreshTokens } from './refresh-token.js';
import { SessionHistory } from './session-history.service.js';
import { SessionSweep } from './session-sweep.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [AuditModule, PagingModule],
  providers: [SessionsService, SessionHistory, SessionSweep, RefreshTokens],
  exports: [SessionsService, SessionHistory],
})
export class SessionsModule {}
