/** The moment that lies the given number of seconds after `from` (before it, when negative). */
export function secondsAfter(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}

/** Whole seconds since the epoch, as JWT dates count them (RFC 7519 §2, NumericDate). */
export function epochSeconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}

/** The earlier of two moments. */
export function earlierOf(one: Date, other: Date): Date {
  return one <= other ? one : other;
}
