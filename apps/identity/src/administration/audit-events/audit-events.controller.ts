import { Controller, Get } from '@nestjs/common';
import { AuditService } from '#core/audit';
import { QueryInput } from '#edge';
import { Operating } from '../access/operating.decorators.js';
import { toPageOrder } from '../shared/paging.dto.js';
import { AuditEventQuery, type AuditEvents } from './audit-event.dto.js';
import { toAuditEvents, toAuditFilter } from './audit-event.mapper.js';
import { documents } from './audit-events.documentation.js';

@Controller('/admin/v1/audit-events')
export class AuditEventsController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Operating('audit:read')
  @documents.list()
  async list(@QueryInput() query: AuditEventQuery): Promise<AuditEvents> {
    return toAuditEvents(await this.audit.list(toAuditFilter(query), toPageOrder(query)));
  }
}
