import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Derives one key per purpose from a root (HKDF-SHA-256, RFC 5869), and holds the keys that seal values. */
export class KeyRing {
  private readonly derived = new Map<string, Buffer>();
  /** The same, imported once for all that is computed under them. */
  private readonly macKeys = new Map<string, KeyObject>();

  /** @param sealing by id, the newest last; without any, values are sealed under a derived key */
  constructor(
    private readonly root: Buffer,
    private readonly sealing: ReadonlyMap<string, Buffer> = new Map(),
  ) {}

  /** The key that seals from now on; undefined for the derived one. */
  get sealingKeyId(): string | undefined {
    return [...this.sealing.keys()].at(-1);
  }

  /** The key of that id, undefined where there is none of it; without an id the derived one. */
  sealingKey(id: string | undefined): Buffer | undefined {
    return id === undefined ? this.keyFor('seal') : this.sealing.get(id);
  }

  /** The 32-byte key of that purpose; the same purpose always yields the same key. */
  keyFor(purpose: string): Buffer {
    const known = this.derived.get(purpose);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', this.root, '', `rosetta/${purpose}`, 32));
    this.derived.set(purpose, key);
    return key;
  }

  /** HMAC-SHA-256 of the value under the purpose's key: 32 bytes that cannot be made or tested without it. */
  mac(purpose: string, value: string | Buffer): Buffer {
    return this.hmac(purpose, value).digest();
  }

  /** The stored form of a secret that is only ever compared: its {@link mac} as base64url, 43 characters. */
  digest(purpose: string, value: string | Buffer): string {
    return this.hmac(purpose, value).digest('base64url');
  }

  private hmac(purpose: string, value: string | Buffer) {
    const key = this.macKeys.get(purpose) ?? createSecretKey(this.keyFor(purpose));
    this.macKeys.set(purpose, key);
    return createHmac('sha256', key).update(value);
  }
}
