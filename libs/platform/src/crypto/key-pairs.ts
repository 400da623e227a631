import { createPrivateKey, createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/** As strong as P-256 and AES-128: 128 bits (NIST SP 800-57 Part 1 Rev. 5 §5.6.1). */
const RSA_BITS = 3072;

/** JOSE names (RFC 7518 §3.1) of the signatures we make. */
export type SigningAlgorithm = 'ES256' | 'RS256';

/** A key pair in the forms it is stored in. */
export interface StoredKeyPair {
  readonly publicJwk: JsonWebKey;
  /** PKCS #8 as PEM */
  readonly privatePem: string;
}

export async function makeKeyPair(algorithm: SigningAlgorithm): Promise<StoredKeyPair> {
  const { publicKey, privateKey } =
    algorithm === 'ES256'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: RSA_BITS });
  return {
    publicJwk: publicKey.export({ format: 'jwk' }),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

export function readPrivateKey(pem: string): KeyObject {
  return createPrivateKey(pem);
}

export function readPublicKey(jwk: object): KeyObject {
  return createPublicKey({ key: { ...jwk }, format: 'jwk' });
}

/**
 * The text with its signature, as the compact form of a JWS wants it (RFC 7515 §3.1). The algorithm is that of the key:
 * RSASSA-PKCS1-v1_5 or ECDSA with both halves side by side (RFC 7518 §3.3, §3.4), over SHA-256.
 */
export function signed(text: string, key: KeyObject): string {
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

export type { KeyObject };
