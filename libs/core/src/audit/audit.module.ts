import { Module } from '@nestjs/common';
import { PagingModule } from '#core/paging';
import { AuditMetrics } from './audit-metrics.js';
import { AuditRetention } from './audit-retention.js';
import { AuditTable } from './audit-table.js';
import { AuditTallies } from './audit-tallies.js';
import { AuditVerifier } from './audit-verifier.js';
import { AuditService } from './audit.service.js';
import { Chain } from './chain.js';

@Module({
  imports: [PagingModule],
  providers: [AuditService, AuditTallies, AuditVerifier, AuditTable, AuditMetrics, Chain],
  exports: [AuditService, AuditTallies, AuditVerifier, AuditTable, Chain],
})
export class AuditModule {}

/** Retention, for the one application that stays up; a tool that only looks removes nothing. */
@Module({ imports: [AuditModule], providers: [AuditRetention], exports: [AuditRetention] })
export class AuditRetentionModule {}
