import { createCipheriv, createDecipheriv } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Random } from '#platform/random';
import { KeyRing } from './key-ring.js';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed value that is not what was sealed: altered, moved to another row, or made under another key. */
export class UnsealError extends Error {
  constructor(options?: ErrorOptions) {
    super('A sealed value could not be opened', options);
    this.name = 'UnsealError';
  }
}

/**
 * Keeps secrets that have to be read back (AES-256-GCM, NIST SP 800-38D). Every value is bound to
 * the place it belongs to: `context` names table, column and row, and must be the same to open it.
 */
@Injectable()
export class Sealer {
  constructor(
    private readonly keys: KeyRing,
    private readonly random: Random,
  ) {}

  seal(plaintext: string, context: string): string {
    const nonce = this.random.bytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keys.keyFor('seal'), nonce);
    cipher.setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** @throws UnsealError */
  open(sealed: string, context: string): string {
    const bytes = Buffer.from(sealed.slice(VERSION.length + 1), 'base64url');
    if (!sealed.startsWith(`${VERSION}.`) || bytes.length < NONCE_BYTES + TAG_BYTES) throw new UnsealError();
    const decipher = createDecipheriv('aes-256-gcm', this.keys.keyFor('seal'), bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new UnsealError({ cause });
    }
  }
}
