import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OrganizationChoiceService } from '#core/entry';
import { MembersService } from '#core/organizations';
import { Accepting, PathInput } from '#edge';
import { ForKnownClients } from '../nap.guard.js';
import { documents } from './flow.documentation.js';
import { FlowPath, type HandlersUserFlowData } from './flow.dto.js';
import { toFlowData } from './mappers.js';

@ApiTags('Auth')
@ForKnownClients()
@Controller()
export class NapFlowController {
  constructor(
    private readonly choice: OrganizationChoiceService,
    private readonly members: MembersService,
  ) {}

  @Get('/api/auth/flow/:flowId')
  @Accepting('flow_id')
  @documents.flow()
  async flow(@PathInput() { flowId }: FlowPath): Promise<HandlersUserFlowData> {
    const flow = await this.choice.mustFind(flowId);
    return toFlowData(flow, await this.members.seatsOf(flow.userId));
  }
}
