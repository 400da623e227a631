import { join } from 'node:path';
import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

const MASTER_KEY_BYTES = 32;

/** Where the master key comes from: given outright, or kept in a file. */
export const cryptoSection = defineSection(
  'crypto',
  z
    .object({
      NODE_ENV: field.text('development'),
      DATA_DIR: field.text('data'),
      MASTER_KEY: field.optionalText(),
      MASTER_KEY_FILE: field.optionalText(),
    })
    .superRefine((env, context) => {
      const fault = (variable: string, message: string) =>
        context.addIssue({ code: 'custom', path: [variable], message });
      if (env.MASTER_KEY && !decodeMasterKey(env.MASTER_KEY)) {
        fault('MASTER_KEY', `expected ${MASTER_KEY_BYTES} random bytes as base64, e.g. from: openssl rand -base64 32`);
      }
      if (env.NODE_ENV === 'production' && !env.MASTER_KEY && !env.MASTER_KEY_FILE) {
        fault('MASTER_KEY', 'required in production (or MASTER_KEY_FILE); make one with: openssl rand -base64 32');
      }
    })
    .transform((env) => ({
      masterKey: env.MASTER_KEY,
      masterKeyFile: env.MASTER_KEY_FILE ?? join(env.DATA_DIR, 'master.key'),
      mayCreateMasterKey: env.NODE_ENV !== 'production',
    })),
);

export type CryptoConfig = ConfigOf<typeof cryptoSection>;

/** The key's bytes, or undefined when the text is not at least 32 bytes of base64 or base64url. */
export function decodeMasterKey(encoded: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded.trim())) return undefined;
  const key = Buffer.from(encoded.trim(), 'base64');
  return key.length >= MASTER_KEY_BYTES ? key : undefined;
}
