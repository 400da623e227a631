import { Injectable } from '@nestjs/common';
import { type CompletableFlow, CompletionRefused, type Flow, FlowNotFound, FlowsService } from '#core/flows';
import type { Visitor } from '#core/kernel';
import type { OrganizationChoiceRequired } from '#core/organizations';
import { UsersService } from '#core/users';
import { Database } from '#platform/database';
import { Attempts } from './attempts.js';
import { type Demands, type Entrance, Gate } from './gate.js';

/** Which organisation it is to be, by whoever was asked. */
export interface OrganizationChoice {
  readonly flowId: string;
  readonly completionSecret: string;
  readonly organizationId: string;
}

/**
 * Signing in to one of several organisations, in two steps: the identity is proved at the first, and a
 * session opened at the second, by who took the first alone.
 */
@Injectable()
export class OrganizationChoiceService {
  constructor(
    private readonly database: Database,
    private readonly flows: FlowsService,
    private readonly users: UsersService,
    private readonly gate: Gate,
    private readonly attempts: Attempts,
  ) {}

  /** Begins the flow for somebody whose identity was proved; good while the password stays the same. */
  begin({ user }: OrganizationChoiceRequired, returnTo?: string): Promise<CompletableFlow> {
    const order = { type: 'login', userId: user.id, email: user.email ?? '' } as const;
    return this.flows.beginCompletable({ ...order, ...(returnTo !== undefined && { returnTo }) }, user.passwordHash);
  }

  /**
   * A flow, for whoever knows its id; none of an account that may not enter.
   *
   * @throws FlowNotFound
   */
  async mustFind(flowId: string): Promise<Flow> {
    const flow = await this.flows.mustFind(flowId);
    if (!this.gate.isOpenTo(await this.users.findById(flow.userId))) throw new FlowNotFound();
    return flow;
  }

  /**
   * Opens the session for the organisation that was chosen. A refusal uses nothing up, so that another
   * choice may follow.
   *
   * @throws LimitExceeded, FlowNotFound, CompletionRefused, EmailNotVerified, NotAMember
   */
  async complete(choice: OrganizationChoice, visitor: Visitor, demands: Demands = {}): Promise<Entrance> {
    const { flowId, completionSecret, organizationId } = choice;
    await this.attempts.spend('one-time-token', { ...visitor, account: flowId });
    const seen: { accountId?: string } = {};
    return this.database
      .transaction(async () => {
        const flow = await this.flows.mustFind(flowId);
        const user = await this.users.mustHold(flow.userId);
        seen.accountId = user.id;
        await this.flows.finish(flow, completionSecret, user.passwordHash);
        if (!this.gate.isOpenTo(user)) throw new CompletionRefused('account disabled');
        const admission = await this.gate.mustMeet(user, { visitor }, { ...demands, membership: { organizationId } });
        return this.gate.letIn(admission, visitor, { credential: 'completion_secret', isRefreshable: true });
      })
      .catch((error: unknown) =>
        this.attempts.refuse(error, { kind: 'sign_in.failed', credential: 'completion_secret', visitor, ...seen }),
      );
  }
}
