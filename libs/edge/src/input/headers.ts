import type { FastifyRequest } from 'fastify';
import { InvalidInput } from '../errors/edge-errors.js';

/** The same in Latin-1 and in UTF-8. */
const ASCII = /^[\0-\x7F]*$/;

/**
 * The value of a header that may be sent once; undefined when it is not sent. Node hands over octets
 * as Latin-1: where they form valid UTF-8 they are read as that, so that a name means the same
 * whichever way a client encodes it.
 *
 * @throws InvalidInput when the header is sent twice, for nobody can tell which one is meant
 */
export function singleHeader(request: Pick<FastifyRequest, 'raw'>, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const { rawHeaders } = request.raw;
  let found: string | undefined;
  // Names stand at even places, their values behind them.
  for (let place = 0; place < rawHeaders.length; place += 2) {
    const sent = rawHeaders[place];
    if (sent?.length !== wanted.length || sent.toLowerCase() !== wanted) continue;
    if (found !== undefined) throw sentTwice(name);
    found = rawHeaders[place + 1] ?? '';
  }
  return found === undefined ? undefined : decodeOctets(found);
}

/** Octets that were read as Latin-1, as UTF-8 where they are valid UTF-8. */
export function decodeOctets(value: string): string {
  if (ASCII.test(value)) return value;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}

function sentTwice(name: string): InvalidInput {
  const message = `The header ${name} must be sent once`;
  return new InvalidInput([{ location: 'header', path: [name], rule: 'duplicate', message }]);
}
