import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OrganizationChoiceService } from '#core/entry';
import type { Visitor } from '#core/kernel';
import { Accepting, FromVisitor, JsonBody, PathInput } from '#edge';
import { toLoginResult } from '../auth/mappers.js';
import type { HandlersUserLoginResult } from '../auth/responses.dto.js';
import { TokensIssuer } from '../auth/tokens-issuer.js';
import { ForKnownClients } from '../nap.guard.js';
import { completion } from './flow.documentation.js';
import { FlowPath, HandlersFlowCompleteData } from './flow.dto.js';

/** Ours, in the style of the API, which has no operation that finishes what its log-in begins. */
@ApiTags('Flow')
@ForKnownClients()
@Controller()
export class NapCompleteFlowController {
  constructor(
    private readonly choice: OrganizationChoiceService,
    private readonly tokens: TokensIssuer,
  ) {}

  @Post('/api/auth/flow/:flowId/complete')
  @HttpCode(200)
  @Accepting('completion_secret')
  @completion()
  async complete(
    @PathInput() { flowId }: FlowPath,
    @JsonBody() { orgId, completionSecret }: HandlersFlowCompleteData,
    @FromVisitor('nap') visitor: Visitor,
  ): Promise<HandlersUserLoginResult> {
    const chosen = { flowId, completionSecret, organizationId: orgId };
    return toLoginResult(await this.tokens.issue(await this.choice.complete(chosen, visitor, { verifiedEmail: true })));
  }
}
