import type { Allowance, Tally } from './allowance.js';

/** One key under which a try is counted, and what it allows. */
export interface Claim {
  readonly key: string;
  readonly allowance: Allowance;
}

/** Whether a try may be made; if not, which of its claims makes it wait longest. */
export type Verdict =
  { readonly isAllowed: true } | { readonly isAllowed: false; readonly place: number; readonly waitMs: number };

/** What a store answers: the verdict, and the tallies of all claims after it, in their order. */
export interface Taken {
  readonly verdict: Verdict;
  readonly tallies: readonly (Tally | undefined)[];
}

/** Counters that several processes share. Undefined is answered while they cannot be reached. */
export interface SharedCounters {
  /** Counts one on every key, or on none if any of them has to wait. */
  take(claims: readonly Claim[], now: number): Promise<Taken | undefined>;
  giveBack(claims: readonly Claim[]): Promise<void>;
  /** Forgets the keys, and tells how many there were. */
  forget(keys: readonly string[]): Promise<number | undefined>;
  look(keys: readonly string[], now: number): Promise<(Tally | undefined)[] | undefined>;
}

/** The verdict on a try whose claims have to wait for so long each. */
export function verdictOn(waits: readonly number[]): Verdict {
  const longest = Math.max(0, ...waits);
  return longest === 0 ? { isAllowed: true } : { isAllowed: false, place: waits.indexOf(longest), waitMs: longest };
}
