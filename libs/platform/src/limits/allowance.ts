/** At most so many within a window of time, which begins with the first of them. */
export interface Window {
  readonly kind: 'window';
  readonly points: number;
  readonly perSeconds: number;
}

/**
 * So many at will, then one at a time with a pause before the next: of `pauseSeconds` at first, twice as
 * long after each further one, of `ceilingSeconds` at the most.
 */
export interface Delay {
  readonly kind: 'delay';
  readonly points: number;
  readonly pauseSeconds: number;
  readonly ceilingSeconds: number;
}

export type Allowance = Window | Delay;

/** What is known of one key: how many were counted, when the next is welcome, when all is forgotten. */
export interface Tally {
  readonly count: number;
  /** In milliseconds since the epoch, like {@link endsAt}. */
  readonly opensAt: number;
  readonly endsAt: number;
}

/**
 * For how long a count lasts: a window for its length, a delay for so long after its last pause that waiting
 * for it to be forgotten never yields more tries than going on at the ceiling.
 */
export function memorySeconds(allowance: Allowance): number {
  return allowance.kind === 'window' ? allowance.perSeconds : allowance.points * allowance.ceilingSeconds;
}

/** For how many milliseconds the next one has to wait; 0 when it is welcome. */
export function waitMs(tally: Tally | undefined, allowance: Allowance, now: number): number {
  if (!tally || tally.endsAt <= now) return 0;
  if (allowance.kind === 'window') return tally.count < allowance.points ? 0 : tally.endsAt - now;
  return Math.max(0, tally.opensAt - now);
}

/** The tally with one more. */
export function counted(tally: Tally | undefined, allowance: Allowance, now: number): Tally {
  const present = tally && tally.endsAt > now ? tally : undefined;
  const count = (present?.count ?? 0) + 1;
  const lastsMs = memorySeconds(allowance) * 1000;
  if (allowance.kind === 'window') return { count, opensAt: 0, endsAt: present?.endsAt ?? now + lastsMs };
  const opensAt = now + pauseAfter(count, allowance) * 1000;
  return { count, opensAt, endsAt: opensAt + lastsMs };
}

/** The tally with one less, as far as it can be undone: what it delayed meanwhile stays delayed. */
export function givenBack(tally: Tally, { points }: Allowance): Tally {
  const count = Math.max(0, tally.count - 1);
  return { ...tally, count, opensAt: count < points ? 0 : tally.opensAt };
}

function pauseAfter(count: number, { points, pauseSeconds, ceilingSeconds }: Delay): number {
  return count < points ? 0 : Math.min(pauseSeconds * 2 ** (count - points), ceilingSeconds);
}
