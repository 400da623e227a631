import { createPrivateKey, createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto';
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

export type { KeyObject };
