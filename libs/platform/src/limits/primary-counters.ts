import type { Channel, PrimaryLink } from '#platform/workers';
import type { Tally } from './allowance.js';
import type { Claim, SharedCounters, Taken } from './counters.js';
import { MemoryCounters } from './memory-counters.js';

const TOPIC = 'limits';

type Question =
  | { readonly verb: 'take'; readonly claims: readonly Claim[]; readonly now: number }
  | { readonly verb: 'giveBack'; readonly claims: readonly Claim[] }
  | { readonly verb: 'forget'; readonly keys: readonly string[] }
  | { readonly verb: 'look'; readonly keys: readonly string[]; readonly now: number };

/** Counts in the memory of the primary, for all of its workers. Undefined is answered when it does not in time. */
export class PrimaryCounters implements SharedCounters {
  constructor(private readonly primary: PrimaryLink) {}

  async take(claims: readonly Claim[], now: number): Promise<Taken | undefined> {
    return (await this.ask({ verb: 'take', claims, now })) as Taken | undefined;
  }

  async giveBack(claims: readonly Claim[]): Promise<void> {
    await this.ask({ verb: 'giveBack', claims });
  }

  async forget(keys: readonly string[]): Promise<number | undefined> {
    return (await this.ask({ verb: 'forget', keys })) as number | undefined;
  }

  async look(keys: readonly string[], now: number): Promise<(Tally | undefined)[] | undefined> {
    return (await this.ask({ verb: 'look', keys, now })) as (Tally | undefined)[] | undefined;
  }

  private ask(question: Question): Promise<unknown> {
    return this.primary.ask(TOPIC, question);
  }
}

/** The counters of all workers, where the primary keeps them. */
export class WorkerCounters {
  private readonly memory = new MemoryCounters();

  /** Counts for the worker at the other end. */
  attend(channel: Channel): void {
    channel.answer(TOPIC, (question) => this.answer(question as Question));
  }

  private answer(question: Question): unknown {
    switch (question.verb) {
      case 'take':
        return this.memory.take(question.claims, question.now);
      case 'giveBack':
        this.memory.giveBack(question.claims);
        return undefined;
      case 'forget':
        return this.memory.forget(question.keys);
      case 'look':
        return this.memory.look(question.keys, question.now);
    }
  }
}
