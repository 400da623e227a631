import { Injectable } from '@nestjs/common';
import { Random } from '#platform/random';
import { decrypt, encrypt, NONCE_BYTES, UnsealError } from './cipher.js';
import { KeyRing } from './key-ring.js';

/** Sealed under the key that is derived from the root, or under the data key of that id. */
const FORM = /^v(?:1|2\.([\w-]{36}))\.([\w-]+)$/;

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

  /** How whatever is sealed from now on begins. */
  get prefix(): string {
    const { sealingKeyId } = this.keys;
    return sealingKeyId === undefined ? 'v1.' : `v2.${sealingKeyId}.`;
  }

  seal(plaintext: string, context: string): string {
    const key = this.keys.sealingKey(this.keys.sealingKeyId);
    if (!key) throw new Error('The key that seals is not on the ring');
    return this.prefix + encrypt(plaintext, this.random.bytes(NONCE_BYTES), { key, context });
  }

  /** @throws UnsealError */
  open(sealed: string, context: string): string {
    const [, keyId, encoded] = FORM.exec(sealed) ?? [];
    const key = this.keys.sealingKey(keyId);
    if (encoded === undefined || !key) throw new UnsealError();
    return decrypt(encoded, { key, context });
  }
}
