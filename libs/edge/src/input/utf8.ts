import { MalformedBody } from '../errors/edge-errors.js';

/** @throws MalformedBody */
export function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new MalformedBody('The body is not valid UTF-8', 0);
  }
}
