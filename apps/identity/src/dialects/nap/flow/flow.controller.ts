import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FlowsService } from '#core/flows';
import { MembersService } from '#core/organizations';
import { PathInput, Public } from '#edge';
import { NapGuard } from '../nap.guard.js';
import { documents } from './flow.documentation.js';
import { FlowPath, type HandlersUserFlowData } from './flow.dto.js';
import { toFlowData } from './mappers.js';

@ApiTags('Auth')
@UseGuards(NapGuard)
@Controller()
export class NapFlowController {
  constructor(
    private readonly flows: FlowsService,
    private readonly members: MembersService,
  ) {}

  @Get('/api/auth/flow/:flowId')
  @Public()
  @documents.flow()
  async flow(@PathInput() { flowId }: FlowPath): Promise<HandlersUserFlowData> {
    const flow = await this.flows.mustFind(flowId);
    return toFlowData(flow, await this.members.seatsOf(flow.userId));
  }
}
