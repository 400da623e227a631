import { Injectable } from '@nestjs/common';
import { Clock, secondsAfter } from '#platform/clock';
import { equalInConstantTime, KeyRing } from '#platform/crypto';
import { Database } from '#platform/database';
import { Random } from '#platform/random';
import { CompletionRefused, FlowNotFound } from './errors.js';
import { Flow, type FlowType } from './flow.entity.js';

const TTL_SECONDS = 600;
const ID = /^[\w-]{43}$/;
const KEY = 'flow-completion';

export interface FlowOrder {
  readonly type: FlowType;
  readonly userId: string;
  readonly email: string;
  readonly returnTo?: string;
}

/** A flow, and what it takes to finish it: told once, to who began it, and kept as a digest. */
export interface CompletableFlow {
  readonly flow: Flow;
  readonly completionSecret: string;
}

/** Short-lived flows, readable by their id. */
@Injectable()
export class FlowsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly keys: KeyRing,
  ) {}

  /** Begins a flow that lasts ten minutes. */
  begin(order: FlowOrder): Promise<Flow> {
    return this.store(order, null);
  }

  /**
   * The same for one that can be finished.
   *
   * @param proof what must be the same again at its end, such as the account's stored password
   */
  async beginCompletable(order: FlowOrder, proof: string): Promise<CompletableFlow> {
    const completionSecret = this.random.token();
    return { flow: await this.store(order, this.digest(completionSecret, proof)), completionSecret };
  }

  /**
   * Finishes a flow, which is gone then. Of several at once exactly one succeeds.
   *
   * @throws CompletionRefused when the secret is wrong, or the proof another than at the beginning
   * @throws FlowNotFound when it is finished already
   */
  async finish({ id, completionDigest }: Flow, completionSecret: string, proof: string): Promise<void> {
    if (completionDigest === null) throw new CompletionRefused('nothing to finish');
    const isBeginner = equalInConstantTime(completionDigest, this.digest(completionSecret, proof));
    if (!isBeginner) throw new CompletionRefused('wrong secret, or the password was changed since');
    if ((await this.database.remove(Flow, { id })) === 0) throw new FlowNotFound();
  }

  /** @throws FlowNotFound */
  async mustFind(id: string): Promise<Flow> {
    const flow = ID.test(id) ? await this.database.repository(Flow).findOneBy({ id }) : null;
    if (!flow || flow.expiresAt <= this.clock.now()) throw new FlowNotFound();
    return flow;
  }

  private digest(completionSecret: string, proof: string): string {
    return this.keys.digest(KEY, JSON.stringify([completionSecret, proof]));
  }

  private async store({ returnTo, ...order }: FlowOrder, completionDigest: string | null): Promise<Flow> {
    const createdAt = this.clock.now();
    const expiresAt = secondsAfter(createdAt, TTL_SECONDS);
    const flow = this.database.repository(Flow).create({
      ...order,
      id: this.random.token(),
      returnTo: returnTo ?? null,
      completionDigest,
      createdAt,
      expiresAt,
    });
    await this.database.insert(Flow, flow);
    return flow;
  }
}
