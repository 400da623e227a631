import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Clock, secondsAfter } from '#platform/clock';
import { Database } from '#platform/database';
import { Random } from '#platform/random';
import { FlowNotFound } from './errors.js';
import { Flow, type FlowType } from './flow.entity.js';

const TTL_SECONDS = 600;
const ID = /^[\w-]{43}$/;

export interface FlowOrder {
  readonly type: FlowType;
  readonly userId: string;
  readonly email: string;
  readonly returnTo?: string;
}

/** Short-lived flows, readable by their id. */
@Injectable()
export class FlowsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Begins a flow that lasts ten minutes; clears away those whose time is up. */
  async begin({ returnTo, ...order }: FlowOrder): Promise<Flow> {
    const createdAt = this.clock.now();
    const expiresAt = secondsAfter(createdAt, TTL_SECONDS);
    const flow = this.database
      .repository(Flow)
      .create({ ...order, id: this.random.token(), returnTo: returnTo ?? null, createdAt, expiresAt });
    await this.database.transaction(async () => {
      await this.database.remove(Flow, { expiresAt: LessThanOrEqual(createdAt) });
      await this.database.insert(Flow, flow);
    });
    return flow;
  }

  /** @throws FlowNotFound */
  async mustFind(id: string): Promise<Flow> {
    const flow = ID.test(id) ? await this.database.repository(Flow).findOneBy({ id }) : null;
    if (!flow || flow.expiresAt <= this.clock.now()) throw new FlowNotFound();
    return flow;
  }
}
