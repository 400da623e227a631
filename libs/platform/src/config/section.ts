import type { z } from 'zod';

/** What the process was given to configure itself with: names and texts, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The part of the configuration that one module declares for itself. `token` is what the module
 * injects; `schema` reads the variables it names from the environment and yields the typed values.
 */
export interface ConfigSection<T> {
  readonly token: symbol;
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

/** The typed values of a section, as the module that declared it receives them. */
export type ConfigOf<S> = S extends ConfigSection<infer T> ? Readonly<T> : never;

export function defineSection<T>(name: string, schema: z.ZodType<T>): ConfigSection<T> {
  return { token: Symbol(`config:${name}`), name, schema };
}
