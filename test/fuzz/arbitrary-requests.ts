import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from '../support/body-schemas.js';
import type { FuzzedOperation, Parameter } from './documented-operations.js';
import { KNOWN, type KnownName } from './known-values.js';

/** A request in the making: `<name>` stands for what is known by that name when it is sent. */
export interface FuzzedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Named = Partial<Record<string, string>>;

/** Names that reach for what no client may set, or for the insides of objects. */
const SURPLUS = ['role', 'id', 'passwordHash', 'appMetadata', '__proto__', 'constructor', 'toString', '$ne', ''];
const CONTENT_TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=latin1',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
  'nonsense',
];

/** What is known, whole or with one character changed. */
const known = fc.oneof(
  fc.constantFrom(...KNOWN).map((name) => `<${name}>`),
  fc.tuple(fc.constantFrom(...KNOWN), fc.nat(400)).map(([name, place]) => `<${name}~${String(place)}>`),
);

/** Any text at all: empty, long, with whatever characters, half a surrogate pair among them. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ maxLength: 300 }).map((piece) => piece.repeat(20)),
  fc.emailAddress(),
  fc.uuid(),
  fc.webUrl(),
);

const json = fc.jsonValue({ maxDepth: 4 });
const likely = fc.oneof({ weight: 3, arbitrary: known }, { weight: 2, arbitrary: text });

/** What a field or parameter of such a name would be good for. */
const GOOD_FOR: readonly (readonly [RegExp, KnownName])[] = [
  [/password/i, 'password'],
  [/refresh/i, 'refresh'],
  [/session.?token/i, 'wrapped'],
  [/token/i, 'access'],
  [/client.?secret/i, 'clientSecret'],
  [/client.?id/i, 'clientId'],
  [/email|user.?name|identifier/i, 'email'],
  [/flow/i, 'flowId'],
  [/account|user|member|^id$/i, 'userId'],
];

function textFor(name: string): Arbitrary<string> {
  const found = GOOD_FOR.find(([pattern]) => pattern.test(name));
  return found ? fc.oneof({ weight: 5, arbitrary: fc.constant(`<${found[1]}>`) }, likely) : likely;
}

/** Something that such a schema asks for under that name, or that it does not. */
function valueOf(name: string, schema: Schema, components: FuzzedOperation['components']): Arbitrary<unknown> {
  const { $ref, properties } = schema;
  if (typeof $ref === 'string') return valueOf(name, components[$ref.split('/').at(-1) ?? ''] ?? {}, components);
  const fitting =
    properties instanceof Object ? objectOf(properties as Record<string, Schema>, components) : scalarOf(name, schema);
  return fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: json }, { weight: 1, arbitrary: likely });
}

/** With any of its properties, and now and then one that it does not have. */
function objectOf(properties: Record<string, Schema>, components: FuzzedOperation['components']): Arbitrary<object> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valueOf(name, schema, components)]),
  );
  const some = fc.oneof({ weight: 4, arbitrary: fc.record(fields) }, fc.record(fields, { requiredKeys: [] }));
  const surplus = fc.dictionary(fc.constantFrom(...SURPLUS), json, { maxKeys: 2 });
  return fc.tuple(some, surplus).map(([fitting, more]) => ({ ...fitting, ...more }));
}

function scalarOf(name: string, schema: Schema): Arbitrary<unknown> {
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  switch (schema.type) {
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer(), fc.double());
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(json, { maxLength: 4 });
    case 'object':
      return fc.dictionary(fc.string(), json, { maxKeys: 4 });
    default:
      return textFor(name);
  }
}

/** A body of that schema, broken in some way or other from time to time, or of no schema at all. */
function bodyOf({ body, components }: FuzzedOperation): Arbitrary<string | undefined> {
  const written = valueOf('', body ?? {}, components).map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: body ? 12 : 1, arbitrary: written },
    { weight: 1, arbitrary: fc.tuple(written, fc.nat(200)).map(([whole, end]) => whole.slice(0, end)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: fc.nat(60).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`) },
    { weight: body ? 1 : 12, arbitrary: fc.constant(undefined) },
  );
}

/** Node's client sends nothing else in a header; what it refuses is tried over sockets elsewhere. */
const headerText = likely.map(asHeader);

function asHeader(value: string): string {
  return value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
}

function parametersOf(operation: FuzzedOperation, place: Parameter['in']): Arbitrary<Named> {
  const wanted = operation.parameters.filter((parameter) => parameter.in === place);
  const all = Object.fromEntries(
    wanted.map(({ name }) => [name, place === 'header' ? textFor(name).map(asHeader) : textFor(name)]),
  );
  return fc.oneof({ weight: 4, arbitrary: fc.record(all) }, fc.record(all, { requiredKeys: [] }));
}

const carrier = fc.oneof(
  { weight: 4, arbitrary: fc.constant('Bearer <access>') },
  { weight: 2, arbitrary: likely.map((token) => `Bearer ${token}`) },
  { weight: 1, arbitrary: fc.base64String().map((pair) => `Basic ${pair}`) },
  { weight: 1, arbitrary: likely },
);

/** The headers that go with anything: who one says to be, what one says to send, where one says to be from. */
const generalHeaders = fc.record(
  {
    authorization: carrier.map(asHeader),
    'content-type': fc.oneof(
      { weight: 9, arbitrary: fc.constant('application/json') },
      fc.constantFrom(...CONTENT_TYPES),
    ),
    'x-api-key': headerText,
    'if-match': headerText,
    'x-nap-session-token': headerText,
    'user-agent': headerText,
    // So that limits by address do not answer for everything else.
    'x-forwarded-for': fc.oneof({ weight: 9, arbitrary: fc.ipV4() }, fc.ipV6(), headerText),
  },
  { requiredKeys: ['content-type', 'x-forwarded-for'] },
);

/** A request to that operation. */
export function requestTo(operation: FuzzedOperation): Arbitrary<FuzzedRequest> {
  return fc
    .record({
      path: parametersOf(operation, 'path'),
      query: parametersOf(operation, 'query'),
      documented: parametersOf(operation, 'header'),
      general: generalHeaders,
      body: bodyOf(operation),
    })
    .map(({ path, query, documented, general, body }) => ({
      method: operation.method,
      path: pathWith(operation.path, path, query),
      headers: Object.fromEntries(Object.entries({ ...general, ...documented }).filter(isGiven)),
      ...(body !== undefined && { body }),
    }));
}

function isGiven(header: [string, string | undefined]): header is [string, string] {
  return header[1] !== undefined;
}

/** An empty path parameter would be another path. */
function pathWith(template: string, parameters: Named, query: Named): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => placed(parameters[name] ?? '') || '-');
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${placed(value ?? '')}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** Percent-encoded but for the places that are filled later; half a surrogate pair has no such form. */
function placed(value: string): string {
  return encodeURIComponent(value.replace(/\p{Cs}/gu, '')).replace(/%3C(\w+(?:~\d+)?)%3E/g, '<$1>');
}
