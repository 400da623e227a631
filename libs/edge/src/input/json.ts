import { InvalidInput, MalformedBody, UnsupportedMediaType } from '../errors/edge-errors.js';
import { placeOfJsonFault } from './json-fault.js';
import { decodeUtf8 } from './utf8.js';

const MAX_DEPTH = 32;

const DANGEROUS_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Any of them as it stands, or an escape that could stand for a letter of one. */
const MAY_HOLD_A_DANGEROUS_KEY = /__proto__|constructor|prototype|\\u/;

/**
 * Reads a JSON object from a body as it came over the wire. No body, of whatever type, is an empty
 * object: its fields are then missed one by one. Keys that could reach a prototype are dropped.
 *
 * @throws UnsupportedMediaType, MalformedBody, InvalidInput
 */
export function readJsonObject(body: Buffer | undefined, contentType: string | undefined): object {
  if (!body || body.length === 0) return {};
  if (contentType !== undefined && !isJson(contentType)) throw new UnsupportedMediaType();
  const value = parse(decodeUtf8(body));
  if (value instanceof Object && !Array.isArray(value)) return value;
  const message = 'The body must be a JSON object';
  throw new InvalidInput([{ location: 'body', path: [], rule: 'object', message }]);
}

/** `application/json` or a type built on it (RFC 6839 §3.1). */
function isJson(contentType: string): boolean {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type === '' || type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type);
}

function parse(text: string): unknown {
  mustBeShallow(text);
  try {
    // Looking at every key costs several times what parsing does, and hardly any body needs it.
    return MAY_HOLD_A_DANGEROUS_KEY.test(text) ? JSON.parse(text, withoutDangerousKeys) : JSON.parse(text);
  } catch {
    throw new MalformedBody('The body is not valid JSON', placeOfJsonFault(text));
  }
}

function withoutDangerousKeys(key: string, value: unknown): unknown {
  return DANGEROUS_KEYS.has(key) ? undefined : value;
}

/** Looks before it parses, so that a deep body costs a scan and no recursion. */
function mustBeShallow(text: string): void {
  // What opens so few brackets, be they in strings, is shallow in any case.
  if (text.split(/[[{]/, MAX_DEPTH + 2).length <= MAX_DEPTH + 1) return;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[{\]}]/gs)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > MAX_DEPTH) throw new MalformedBody(`The body is nested deeper than ${MAX_DEPTH} levels`, index);
  }
}
