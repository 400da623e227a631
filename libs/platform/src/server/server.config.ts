import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** How the process listens, what it trusts about the network in front of it, and what it logs. */
export const serverSection = defineSection(
  'server',
  z
    .object({
      NODE_ENV: field.choice(['development', 'test', 'production'], 'development'),
      HOST: field.optionalText(),
      PORT: field.integer(3000, 0, 65_535),
      TRUST_PROXY: field.list(),
      LOG_LEVEL: field.choice(['auto', 'debug', 'info', 'warn', 'error', 'silent'], 'auto'),
    })
    .transform((env) => ({
      isProduction: env.NODE_ENV === 'production',
      // A laptop's mailbox is nobody else's business; a container is reached from outside.
      host: env.HOST ?? (env.NODE_ENV === 'production' ? '0.0.0.0' : 'localhost'),
      port: env.PORT,
      trustProxy: trusted(env.TRUST_PROXY),
      logLevel: env.LOG_LEVEL === 'auto' ? (env.NODE_ENV === 'production' ? 'info' : 'warn') : env.LOG_LEVEL,
    })),
);

export type ServerConfig = ConfigOf<typeof serverSection>;

/** Nobody, so many hops in front of us, or the proxies of those addresses. */
function trusted(entries: readonly string[]): false | string[] | ((address: string, hop: number) => boolean) {
  const [only] = entries;
  if (only === undefined) return false;
  if (entries.length > 1 || !/^\d+$/.test(only)) return [...entries];
  return (_address, hop) => hop < Number(only);
}
