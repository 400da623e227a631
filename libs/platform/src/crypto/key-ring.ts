import { createHmac, hkdfSync } from 'node:crypto';

/**
 * Derives one key per purpose from the master key (HKDF-SHA-256, RFC 5869), so that no key serves
 * two purposes and none but the master key has to be kept.
 */
export class KeyRing {
  private readonly derived = new Map<string, Buffer>();

  constructor(private readonly masterKey: Buffer) {}

  /** The 32-byte key of that purpose; the same purpose always yields the same key. */
  keyFor(purpose: string): Buffer {
    const known = this.derived.get(purpose);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', this.masterKey, '', `rosetta/${purpose}`, 32));
    this.derived.set(purpose, key);
    return key;
  }

  /** HMAC-SHA-256 of the value under the purpose's key: 32 bytes that cannot be made or tested without it. */
  mac(purpose: string, value: string | Buffer): Buffer {
    return createHmac('sha256', this.keyFor(purpose)).update(value).digest();
  }

  /** The stored form of a secret that is only ever compared: its {@link mac} as base64url, 43 characters. */
  digest(purpose: string, value: string | Buffer): string {
    return this.mac(purpose, value).toString('base64url');
  }
}
