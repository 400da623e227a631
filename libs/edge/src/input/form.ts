import { InvalidInput, MalformedBody, UnsupportedMediaType } from '../errors/edge-errors.js';
import { decodeUtf8 } from './utf8.js';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Reads the fields of a posted form (WHATWG URL §5.1). No body is a form without fields.
 *
 * @throws UnsupportedMediaType, MalformedBody
 * @throws InvalidInput when a field is sent twice, for nobody can tell which one is meant
 */
export function readForm(body: Buffer | undefined, contentType: string | undefined): object {
  if (!body || body.length === 0) return {};
  if (contentType?.split(';', 1)[0]?.trim().toLowerCase() !== FORM) throw new UnsupportedMediaType(FORM);
  const fields = new Map<string, string>();
  for (const [name, value] of pairsIn(decodeUtf8(body))) {
    if (fields.has(name)) throw duplicate(name);
    fields.set(name, value);
  }
  fields.delete('__proto__');
  return Object.fromEntries(fields);
}

function pairsIn(text: string): [string, string][] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decode(name), decode(value.join('='))];
    });
}

/** Stricter than URLSearchParams, which turns what it cannot decode into something nobody wrote. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new MalformedBody('The body is not a well-formed form', 0);
  }
}

function duplicate(name: string): InvalidInput {
  const message = `The field ${name} must be sent once`;
  return new InvalidInput([{ location: 'body', path: [name], rule: 'duplicate', message }]);
}
