import { Module } from '@nestjs/common';
import { AuditModule } from '#core/audit';
import { LimitsModule } from '#core/limits';
import { PagingModule } from '#core/paging';
import { ApiKeysService } from './api-keys.service.js';

@Module({ imports: [AuditModule, LimitsModule, PagingModule], providers: [ApiKeysService], exports: [ApiKeysService] })
export class ApiKeysModule {}
