import { Controller, Delete, Get } from '@nestjs/common';
import { LimitsAdministration, type Operator } from '#core/administration';
import { InvalidInput, QueryInput } from '#edge';
import { ByOperator, Operating } from '../access/operating.decorators.js';
import { documents } from './limits.documentation.js';
import { type LiftedLimits, type LimitReadings, LimitsQuery } from './limits.dto.js';
import { toLimitReadings } from './limits.mapper.js';

@Controller('/admin/v1/limits')
export class LimitsController {
  constructor(private readonly limits: LimitsAdministration) {}

  @Get()
  @Operating('limits:read')
  @documents.look()
  async look(@QueryInput() query: LimitsQuery): Promise<LimitReadings> {
    return toLimitReadings(await this.limits.look(mustNameSomebody(query)));
  }

  @Delete()
  @Operating('limits:write')
  @documents.lift()
  async lift(@ByOperator() operator: Operator, @QueryInput() query: LimitsQuery): Promise<LiftedLimits> {
    return { lifted: await this.limits.lift(operator, mustNameSomebody(query)) };
  }
}

/** @throws InvalidInput */
function mustNameSomebody(query: LimitsQuery): LimitsQuery {
  if (query.accountId !== undefined || query.address !== undefined) return query;
  const message = 'accountId or address is required';
  throw new InvalidInput([{ location: 'query', path: ['accountId'], rule: 'missing', message }]);
}
