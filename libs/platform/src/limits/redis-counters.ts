import { type Allowance, memorySeconds, type Tally } from './allowance.js';
import { type Claim, type SharedCounters, type Taken, verdictOn } from './counters.js';
import { type Client, RedisLink, type RedisServer } from './redis-link.js';

const PREFIX = 'rosetta:limits:';
const PROBE: Claim = { key: 'probe', allowance: { kind: 'window', points: 1, perSeconds: 1 } };

/**
 * Counts in Redis, for all processes that share it. Undefined is answered while it cannot be reached.
 * Neither names nor addresses are put there: `nameOf` makes a digest of each key.
 */
export class RedisCounters implements SharedCounters {
  readonly link: RedisLink;

  constructor(
    server: RedisServer,
    private readonly nameOf: (key: string) => string,
  ) {
    this.link = new RedisLink(server, (client) => this.takeFrom(client, [PROBE], 0));
  }

  /** Counts one on every key, or on none if any of them has to wait. */
  take(claims: readonly Claim[], now: number): Promise<Taken | undefined> {
    return this.link.ask((client) => this.takeFrom(client, claims, now));
  }

  async giveBack(claims: readonly Claim[]): Promise<void> {
    const names = this.namesOf(claims.map(({ key }) => key));
    const points = claims.map(({ allowance }) => String(allowance.points));
    if (names.length > 0) await this.link.ask((client) => client.giveBackClaims(names, points));
  }

  /** Forgets the keys, and tells how many there were. */
  async forget(keys: readonly string[]): Promise<number | undefined> {
    return keys.length === 0 ? 0 : this.link.ask((client) => client.del(this.namesOf(keys)));
  }

  async look(keys: readonly string[], now: number): Promise<(Tally | undefined)[] | undefined> {
    const texts = await this.link.ask((client) => client.mGet(this.namesOf(keys)));
    return texts?.map((text) => tallyIn(text)).map((tally) => (tally && tally.endsAt > now ? tally : undefined));
  }

  private async takeFrom(client: Client, claims: readonly Claim[], now: number): Promise<Taken> {
    const values = [now, ...claims.flatMap(({ allowance }) => termsOf(allowance))].map(String);
    const answer = await client.takeClaims(this.namesOf(claims.map(({ key }) => key)), values);
    return {
      verdict: verdictOn(answer.map(([wait]) => Number(wait))),
      tallies: answer.map(([, text]) => tallyIn(text)),
    };
  }

  private namesOf(keys: readonly string[]): string[] {
    return keys.map((key) => PREFIX + this.nameOf(key));
  }
}

function termsOf(allowance: Allowance): number[] {
  const lastsMs = memorySeconds(allowance) * 1000;
  if (allowance.kind === 'window') return [0, allowance.points, 0, 0, lastsMs];
  return [1, allowance.points, allowance.pauseSeconds * 1000, allowance.ceilingSeconds * 1000, lastsMs];
}

function tallyIn(text: string | null | undefined): Tally | undefined {
  const [, count, opensAt, endsAt] = /^(\d+):(\d+):(\d+)$/.exec(text ?? '') ?? [];
  return count === undefined ? undefined : { count: Number(count), opensAt: Number(opensAt), endsAt: Number(endsAt) };
}
