import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** How many password hashes one process computes at once, and how many may wait. */
export const hashingSection = defineSection(
  'hashing',
  z
    .object({
      WORKERS: field.integer(1, 1, 64),
      HASH_WORKERS: field.optionalInteger(1, 256),
      HASH_QUEUE_LIMIT: field.integer(64, 1, 10_000),
    })
    .transform((env) => ({
      workers: env.HASH_WORKERS ?? Math.max(1, Math.floor(availableParallelism() / env.WORKERS)),
      queueLimit: env.HASH_QUEUE_LIMIT,
    })),
);

export type HashingConfig = ConfigOf<typeof hashingSection>;
