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
    const seconds = secondsIn(value);
    if (Number.isSafeInteger(seconds) && seconds > 0) return seconds;
    return fault(context, 'expected a duration such as 90s, 15m, 12h or 30d', secondsIn(byDefault));
  });
}

/** A whole number within bounds. */
export function integer(byDefault: number, min: number, max: number): z.ZodType<number> {
  return text(String(byDefault)).transform((value, context) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    return fault(context, `expected a whole number from ${min} to ${max}`, byDefault);
  });
}

/** A whole number within bounds; may be left out. */
export function optionalInteger(min: number, max: number): z.ZodType<number | undefined> {
  return optionalText().transform((value, context) => {
    if (value === undefined) return undefined;
    const outcome = integer(min, min, max).safeParse(value);
    return outcome.success ? outcome.data : fault(context, `expected a whole number from ${min} to ${max}`, min);
  });
}

/** A switch: `true` or `false`. */
export function flag(byDefault: boolean): z.ZodType<boolean> {
  return text(String(byDefault)).transform((value, context) => {
    if (value === 'true' || value === 'false') return value === 'true';
    return fault(context, 'expected true or false', byDefault);
  });
}

/** One of a closed set of words. */
export function choice<const T extends readonly [string, ...string[]]>(
  options: T,
  byDefault: T[number],
): z.ZodType<T[number]> {
  return text(byDefault).transform((value, context) => {
    if (isOneOf(options, value)) return value;
    return fault(context, `expected one of ${options.join(', ')}`, byDefault);
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
    const scheme = /^([a-z]+):\/\//i.exec(value)?.[1]?.toLowerCase() ?? '';
    if (schemes.includes(scheme) && URL.canParse(value)) return value.replace(/\/+$/, '');
    const wanted = schemes.map((s) => `${s}://`).join(' or ');
    return fault(context, `expected an absolute URL starting with ${wanted}`, value);
  });
}

function secondsIn(text: string): number {
  const [, count, unit] = DURATION.exec(text) ?? [];
  return Number(count) * (UNIT_SECONDS[unit ?? ''] ?? Number.NaN);
}

/** Notes what is wrong and goes on with a stand-in, so that the faults behind this one are found as well. */
function fault<T>(context: z.core.$RefinementCtx, message: string, standIn: T): T {
  context.addIssue({ code: 'custom', message, continue: true });
  return standIn;
}

function isOneOf<const T extends readonly string[]>(options: T, value: string): value is T[number] {
  return options.includes(value);
}
