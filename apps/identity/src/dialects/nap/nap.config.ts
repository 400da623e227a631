import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** Which clients may use this API at all: those with one of the keys, or everybody where there are none. */
export const napSection = defineSection(
  'nap',
  z.object({ NAP_API_KEYS: field.list() }).transform((env) => ({ apiKeys: env.NAP_API_KEYS })),
);

export type NapConfig = ConfigOf<typeof napSection>;
