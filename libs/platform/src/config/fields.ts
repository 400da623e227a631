import { z } from 'zod';

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const DURATION = /^(\d+)(s|m|h|d)$/;

/**
 * A length of time such as `90s`, `15m`, `12h` or `30d`, read as whole seconds.
 *
 * @param byDefault the text that holds where the variable is absent or empty
 */
export function duration(byDefault: string): z.ZodType<number> {
  return text(byDefault).transform((value, context) => {
    const parts = DURATION.exec(value);
    const seconds = Number(parts?.[1]) * (UNIT_SECONDS[parts?.[2] ?? ''] ?? Number.NaN);
    if (Number.isSafeInteger(seconds) && seconds > 0) return seconds;
    context.addIssue('expected a duration such as 90s, 15m, 12h or 30d');
    return z.NEVER;
  });
}

/** A whole number within bounds. */
export function integer(byDefault: number, min: number, max: number): z.ZodType<number> {
  return text(String(byDefault)).transform((value, context) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    context.addIssue(`expected a whole number from ${min} to ${max}`);
    return z.NEVER;
  });
}

/** A switch: `true` or `false`. */
export function flag(byDefault: boolean): z.ZodType<boolean> {
  return text(String(byDefault)).transform((value, context) => {
    if (value === 'true' || value === 'false') return value === 'true';
    context.addIssue('expected true or false');
    return z.NEVER;
  });
}

/** One of a closed set of words. */
export function choice<const T extends readonly [string, ...string[]]>(
  options: T,
  byDefault: T[number],
): z.ZodType<T[number]> {
  return text(byDefault).transform((value, context) => {
    if (isOneOf(options, value)) return value;
    context.addIssue(`expected one of ${options.join(', ')}`);
    return z.NEVER;
  });
}

/** Words separated by commas; an empty text is an empty list. */
export function list(byDefault = ''): z.ZodType<string[]> {
  return text(byDefault).transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
}

/** A text, with a default for an absent or empty variable. */
export function text(byDefault: string): z.ZodType<string> {
  return z
    .string()
    .optional()
    .transform((value) => (value?.trim() ? value.trim() : byDefault));
}

/** A text that may be left out. */
export function optionalText(): z.ZodType<string | undefined> {
  return z
    .string()
    .optional()
    .transform((value) => (value?.trim() ? value.trim() : undefined));
}

/** An absolute URL with one of the given schemes, without a trailing slash; may be left out. */
export function optionalUrl(...schemes: string[]): z.ZodType<string | undefined> {
  return optionalText().transform((value, context) => {
    if (value === undefined) return undefined;
    const scheme = URL.canParse(value) ? new URL(value).protocol.slice(0, -1) : '';
    if (schemes.includes(scheme)) return value.replace(/\/+$/, '');
    context.addIssue(`expected an absolute URL starting with ${schemes.map((s) => `${s}://`).join(' or ')}`);
    return z.NEVER;
  });
}

function isOneOf<const T extends readonly string[]>(options: T, value: string): value is T[number] {
  return options.includes(value);
}
