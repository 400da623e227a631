import { createCipheriv, createDecipheriv } from 'node:crypto';

export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed value that is not what was sealed: altered, moved to another row, or made under another key. */
export class UnsealError extends Error {
  constructor(options?: ErrorOptions) {
    super('A sealed value could not be opened', options);
    this.name = 'UnsealError';
  }
}

/** What is encrypted, how, and the place that it is bound to. */
interface Sealing {
  readonly key: Buffer;
  readonly context: string;
}

/** AES-256-GCM (NIST SP 800-38D): nonce, tag and ciphertext as base64url. A nonce is used once. */
export function encrypt(plaintext: string, nonce: Buffer, { key, context }: Sealing): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** @throws UnsealError */
export function decrypt(encoded: string, { key, context }: Sealing): string {
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new UnsealError();
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new UnsealError({ cause });
  }
}
