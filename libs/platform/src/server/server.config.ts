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
      WORKERS: field.integer(1, 1, 64),
      TRUST_PROXY: field.list(),
      CORS_ORIGINS: field.list(),
      HEADERS_TIMEOUT: field.duration('10s'),
      REQUEST_TIMEOUT: field.duration('30s'),
      KEEP_ALIVE_TIMEOUT: field.duration('72s'),
      MAX_CONNECTIONS: field.integer(10_000, 1, 1_000_000),
      LOG_LEVEL: field.choice(['auto', 'debug', 'info', 'warn', 'error', 'silent'], 'auto'),
    })
    .superRefine((env, context) => {
      const fault = (variable: string, message: string) =>
        context.addIssue({ code: 'custom', path: [variable], message });
      if (!env.CORS_ORIGINS.every(isOrigin)) {
        fault('CORS_ORIGINS', 'expected origins such as https://app.example.com, without a path and never *');
      }
      if (env.HEADERS_TIMEOUT > env.REQUEST_TIMEOUT) fault('HEADERS_TIMEOUT', 'expected no more than REQUEST_TIMEOUT');
    })
    .transform((env) => ({
      isProduction: env.NODE_ENV === 'production',
      // A laptop's mailbox is nobody else's business; a container is reached from outside.
      host: env.HOST ?? (env.NODE_ENV === 'production' ? '0.0.0.0' : 'localhost'),
      port: env.PORT,
      workers: env.WORKERS,
      trustProxy: trusted(env.TRUST_PROXY),
      corsOrigins: env.CORS_ORIGINS,
      headersTimeoutSeconds: env.HEADERS_TIMEOUT,
      requestTimeoutSeconds: env.REQUEST_TIMEOUT,
      keepAliveTimeoutSeconds: env.KEEP_ALIVE_TIMEOUT,
      maxConnections: env.MAX_CONNECTIONS,
      logLevel: env.LOG_LEVEL === 'auto' ? (env.NODE_ENV === 'production' ? 'info' : 'warn') : env.LOG_LEVEL,
    })),
);

export type ServerConfig = ConfigOf<typeof serverSection>;

/** Scheme, host and port as a browser sends them in `Origin` (RFC 6454 §6.2). */
function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Nobody, so many hops in front of us, or the proxies of those addresses. */
function trusted(entries: readonly string[]): false | string[] | ((address: string, hop: number) => boolean) {
  const [only] = entries;
  if (only === undefined) return false;
  if (entries.length > 1 || !/^\d+$/.test(only)) return [...entries];
  return (_address, hop) => hop < Number(only);
}
