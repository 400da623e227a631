import { createHmac, type KeyObject, sign } from 'node:crypto';
import { SigningKeysService } from '#core/tokens';
import type { TestApp } from '../support/test-app.js';

export type Json = Readonly<Record<string, unknown>>;

/** A JWT as far as it is signed; claims given as text stay letter by letter. */
export function unsigned(header: Json | string, claims: Json | string): string {
  return [header, claims].map((part) => encoded(typeof part === 'string' ? part : JSON.stringify(part))).join('.');
}

/** ES256, with whatever header (RFC 7518 §3.4). */
export function signedBy(key: KeyObject, header: Json | string, claims: Json | string): string {
  const input = unsigned(header, claims);
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** An HMAC under any bytes, such as those of a public key. */
export function macUnder(secret: string | Buffer, header: Json, claims: Json): string {
  const input = unsigned(header, claims);
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** Signs with the key that the service itself signs with now, and with the header that it uses, unless told otherwise. */
export async function signedByService(
  { nest }: TestApp,
  claims: Json | string,
  header?: Json | string,
): Promise<string> {
  const { id: kid, algorithm: alg, privateKey } = await nest.get(SigningKeysService).current();
  return signedBy(privateKey, header ?? { alg, typ: 'at+jwt', kid }, claims);
}

/** The header of a JWT. */
export function headerOf(token: string): Json {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as Json;
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}
