import { Controller, Get } from '@nestjs/common';
import { OverviewService } from '#core/administration';
import { QueryInput } from '#edge';
import { Operating } from '../access/operating.decorators.js';
import { documents } from './overview.documentation.js';
import { OverviewQuery, type ServiceOverview } from './overview.dto.js';
import { toServiceOverview } from './overview.mapper.js';

const DAYS = 7;

@Controller('/admin/v1/overview')
export class OverviewController {
  constructor(private readonly overview: OverviewService) {}

  @Get()
  @Operating('overview:read')
  @documents.look()
  async look(@QueryInput() { days }: OverviewQuery): Promise<ServiceOverview> {
    return toServiceOverview(await this.overview.look(Number(days ?? DAYS)));
  }
}
