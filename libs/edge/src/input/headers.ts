import type { FastifyRequest } from 'fastify';
import { InvalidInput } from '../errors/edge-errors.js';

/**
 * The value of a header that may be sent once; undefined when it is not sent. Node hands over octets
 * as Latin-1: where they form valid UTF-8 they are read as that, so that a name means the same
 * whichever way a client encodes it.
 *
 * @throws InvalidInput when the header is sent twice, for nobody can tell which one is meant
 */
export function singleHeader(request: Pick<FastifyRequest, 'raw'>, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = request.raw.rawHeaders.filter(
    (_, place, all) => place % 2 === 1 && all[place - 1]?.toLowerCase() === wanted,
  );
  if (values.length > 1) {
    const message = `The header ${name} must be sent once`;
    throw new InvalidInput([{ location: 'header', path: [name], rule: 'duplicate', message }]);
  }
  return values[0] === undefined ? undefined : decodeOctets(values[0]);
}

/** Octets that were read as Latin-1, as UTF-8 where they are valid UTF-8. */
export function decodeOctets(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}
