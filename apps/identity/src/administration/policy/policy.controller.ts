import { Controller, Get } from '@nestjs/common';
import { AccessTable } from '#edge';
import { readGateTable, waysInto } from '../../policy/index.js';
import { Operating } from '../access/operating.decorators.js';
import { documents } from './policy.documentation.js';
import type { Policy } from './policy.dto.js';
import { toPolicy } from './policy.mapper.js';

/** Whom the service lets in, and by what. */
@Controller('/admin/v1/policy')
export class PolicyController {
  constructor(private readonly access: AccessTable) {}

  @Get()
  @Operating('overview:read')
  @documents.read()
  read(): Policy {
    return toPolicy(waysInto(this.access), readGateTable());
  }
}
