import { ownCopy } from '#platform/memory';
import { counted, givenBack, type Tally, waitMs } from './allowance.js';
import { type Claim, type Taken, verdictOn } from './counters.js';

/** Past it, what was counted longest ago is forgotten, so that no flood of names fills the memory. */
const MOST_KEYS = 100_000;

/** How many of the old are looked at for each new one: what is over goes sooner than anything comes. */
const SWEPT_PER_KEY = 2;

/** Counts in the memory of this process. Nothing here waits, so that each step is whole. */
export class MemoryCounters {
  private readonly tallies = new Map<string, Tally>();
  private sweep = this.tallies.entries();

  constructor(private readonly mostKeys = MOST_KEYS) {}

  get size(): number {
    return this.tallies.size;
  }

  /** Counts one on every key, or on none if any of them has to wait. */
  take(claims: readonly Claim[], now: number): Taken {
    const before = claims.map(({ key }) => this.tallies.get(key));
    const verdict = verdictOn(claims.map(({ allowance }, place) => waitMs(before[place], allowance, now)));
    if (!verdict.isAllowed) return { verdict, tallies: before };
    const tallies = claims.map(({ allowance }, place) => counted(before[place], allowance, now));
    this.keep(claims, tallies, now);
    return { verdict, tallies };
  }

  giveBack(claims: readonly Claim[]): void {
    for (const { key, allowance } of claims) {
      const tally = this.tallies.get(key);
      if (tally) this.tallies.set(key, givenBack(tally, allowance));
    }
  }

  /** Forgets the keys, and tells how many there were. */
  forget(keys: readonly string[]): number {
    return keys.filter((key) => this.tallies.delete(key)).length;
  }

  look(keys: readonly string[], now: number): (Tally | undefined)[] {
    return keys.map((key) => this.tallies.get(key)).map((tally) => (tally && tally.endsAt > now ? tally : undefined));
  }

  /** Takes over what was counted elsewhere. */
  keep(claims: readonly Claim[], tallies: readonly (Tally | undefined)[], now: number): void {
    claims.forEach(({ key }, place) => {
      const tally = tallies[place];
      this.tallies.delete(key);
      if (tally) this.tallies.set(ownCopy(key), tally);
      this.makeRoom(now);
    });
  }

  private makeRoom(now: number): void {
    for (let looked = 0; looked < SWEPT_PER_KEY; looked++) {
      const next = this.sweep.next();
      if (next.done) this.sweep = this.tallies.entries();
      else if (next.value[1].endsAt <= now) this.tallies.delete(next.value[0]);
    }
    const [oldest] = this.tallies.size > this.mostKeys ? this.tallies.keys() : [];
    if (oldest !== undefined) this.tallies.delete(oldest);
  }
}
