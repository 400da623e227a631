import { join } from 'node:path';
import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** Which database: PostgreSQL where a URL names one, else SQLite embedded in the data directory. */
export const databaseSection = defineSection(
  'database',
  z
    .object({
      DATA_DIR: field.text('data'),
      DATABASE_URL: field.optionalUrl('postgres', 'postgresql'),
      DATABASE_POOL_SIZE: field.integer(10, 1, 1000),
    })
    .transform((env) => ({
      postgresUrl: env.DATABASE_URL,
      poolSize: env.DATABASE_POOL_SIZE,
      sqliteFile: join(env.DATA_DIR, 'rosetta.db'),
    })),
);

export type DatabaseConfig = ConfigOf<typeof databaseSection>;
