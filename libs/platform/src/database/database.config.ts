import { join } from 'node:path';
import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** How to be sure of the server: not at all (`disable`), encrypted to whoever answers, or to the one that is meant. */
const TLS_MODES = ['disable', 'require', 'verify-full'] as const;

type TlsMode = (typeof TLS_MODES)[number];

/** Which database: PostgreSQL where a URL names one, else SQLite embedded in the data directory. */
export const databaseSection = defineSection(
  'database',
  z
    .object({
      DATA_DIR: field.text('data'),
      DATABASE_URL: field.optionalUrl('postgres', 'postgresql'),
      DATABASE_CA_FILE: field.optionalText(),
      DATABASE_POOL_SIZE: field.integer(10, 1, 1000),
      DATABASE_CONNECT_TIMEOUT: field.duration('5s'),
      DATABASE_LOCK_TIMEOUT: field.duration('5s'),
      DATABASE_STATEMENT_TIMEOUT: field.duration('10s'),
      DATABASE_IDLE_TIMEOUT: field.duration('15s'),
    })
    .superRefine((env, context) => {
      const mode = sslModeIn(env.DATABASE_URL);
      if (mode === undefined || isTlsMode(mode)) return;
      const message = `expected sslmode to be one of ${TLS_MODES.join(', ')}`;
      context.addIssue({ code: 'custom', path: ['DATABASE_URL'], message });
    })
    .transform((env) => ({
      postgresUrl: env.DATABASE_URL,
      tls: tlsModeOf(env),
      caFile: env.DATABASE_CA_FILE,
      poolSize: env.DATABASE_POOL_SIZE,
      /** For a connection to be made, or to become free. */
      connectTimeoutSeconds: env.DATABASE_CONNECT_TIMEOUT,
      lockTimeoutSeconds: env.DATABASE_LOCK_TIMEOUT,
      statementTimeoutSeconds: env.DATABASE_STATEMENT_TIMEOUT,
      /** For a transaction that asks nothing, as when its process has frozen. */
      idleTimeoutSeconds: env.DATABASE_IDLE_TIMEOUT,
      sqliteFile: join(env.DATA_DIR, 'rosetta.db'),
    })),
);

export type DatabaseConfig = ConfigOf<typeof databaseSection>;

/** Whoever names an authority wants it asked. */
function tlsModeOf(env: { DATABASE_URL?: string | undefined; DATABASE_CA_FILE?: string | undefined }): TlsMode {
  const mode = sslModeIn(env.DATABASE_URL);
  if (mode !== undefined && isTlsMode(mode)) return mode;
  return env.DATABASE_CA_FILE === undefined ? 'disable' : 'verify-full';
}

function sslModeIn(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).searchParams.get('sslmode') ?? undefined;
}

function isTlsMode(mode: string): mode is TlsMode {
  return (TLS_MODES as readonly string[]).includes(mode);
}
