/** Whole groups of four, and a rest whose unused bits are zero. */
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/**
 * Whether a text is the one way to write its octets in unpadded base64url. `Buffer.from` also reads
 * others: with padding, in the other alphabet, with bits set that stand for nothing (RFC 4648 §3.5).
 */
export function isCanonicalBase64url(text: string): boolean {
  return CANONICAL.test(text);
}
