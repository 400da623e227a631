import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from '../support/body-schemas.js';
import type { FuzzedRequest } from './arbitrary-requests.js';
import type { FuzzedOperation, Parameter } from './documented-operations.js';
import type { KnownName } from './known-values.js';

type Fields = Readonly<Record<string, unknown>>;

/** What the field of that name is good with, at the operations that the first pattern finds; the first that fits. */
const GOOD_WITH: readonly (readonly [operation: RegExp, name: RegExp, known: KnownName])[] = [
  // Who owns an organization cannot be closed out.
  [/^(DELETE|POST) \/admin\/v1\/accounts\/\{id\}(\/disable)?$/, /^id$/, 'strangerId'],
  [/\/admin\/v1\/accounts/, /^id$/, 'userId'],
  [/\/admin\/v1\/organizations/, /^id$/, 'organizationId'],
  [/\/admin\/v1\/api-keys/, /^id$/, 'apiKeyId'],
  [/\/account\/v1\/sessions/, /^id$/, 'sessionId'],
  [/^POST .*\/members$/, /^accountId$/, 'strangerId'],
  [/\/members/, /^accountId$/, 'memberId'],
  [/^POST \/api\/auth\/signup/, /^email$/, 'invitedEmail'],
  [/verify-email\/send/, /^email$/, 'unverifiedEmail'],
  [/login|sign-in|recover/, /^(email|username)$/, 'email'],
  [/^POST \/auth\/register/, /^username$/, 'newEmail'],
  [/\/auth\//, /^username$/, 'email'],
  [/./, /^email$/, 'newEmail'],
  [/./, /^(username|slug)$/, 'newName'],
  [/domains$/, /^name$/, 'newDomain'],
  [/./, /password$/i, 'password'],
  [/verify-email\/verify/, /^token$/, 'verification'],
  [/./, /^inviteToken$/, 'invitation'],
  [/./, /refresh.?token$/i, 'refresh'],
  [/./, /session.?token$/i, 'wrapped'],
  [/./, /^token$/, 'access'],
  [/./, /^clientSecret$/, 'clientSecret'],
  [/./, /^clientId$/, 'clientId'],
  [/./, /^orgId$/, 'organizationId'],
  [/./, /^ownerId$/, 'userId'],
];

const AS_CALLED = /^(sessionId|domainId|invitationId|flowId|completionSecret)$/;

/** A value that the service is expected to take there; undefined where nothing is known to be good. */
function goodFor({ method, path }: FuzzedOperation, name: string, schema: Schema & { example?: unknown }): unknown {
  if (AS_CALLED.test(name)) return `<${name}>`;
  const found = GOOD_WITH.find(([at, named]) => at.test(`${method} ${path}`) && named.test(name));
  if (found) return `<${found[2]}>`;
  if (name === 'role') return schema.example ?? 'user';
  if (schema.example !== undefined) return schema.example;
  return schema.type === 'boolean' ? true : undefined;
}

/** All fields that it must have, and any of the others. */
function fieldsOf(operation: FuzzedOperation, wanted: readonly Parameter[]): Arbitrary<Fields> {
  const given = wanted.map(({ name, required, schema, example }) => ({
    name,
    required,
    value: goodFor(operation, name, { ...schema, ...(example !== undefined && { example }) }),
  }));
  const known = given.filter(({ value }) => value !== undefined);
  const optional = known.filter(({ required }) => !required).map(({ name }) => name);
  return fc
    .oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(optional) })
    .map((more: readonly string[]) =>
      Object.fromEntries(
        known.filter(({ name, required }) => required || more.includes(name)).map(({ name, value }) => [name, value]),
      ),
    );
}

/** The properties of its body, as if they were parameters. */
function propertiesOf({ body, components }: FuzzedOperation): Parameter[] {
  if (!body) return [];
  const { $ref } = body;
  const schema = typeof $ref === 'string' ? (components[$ref.split('/').at(-1) ?? ''] ?? {}) : body;
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  return Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, property]) => ({
    in: 'query',
    name,
    // What goes on only with somebody's address or an invitation is asked for with it.
    required: required.includes(name) || ['email', 'inviteToken'].includes(name),
    schema: property,
  }));
}

/** The names that a body may have, and a value for each of which a good one is known. */
export function wholeBodyOf(operation: FuzzedOperation): { readonly names: readonly string[]; readonly json: Fields } {
  const properties = propertiesOf(operation);
  const fields = properties.map(({ name, schema = {} }) => [name, goodFor(operation, name, schema)] as const);
  return {
    names: properties.map(({ name }) => name),
    json: Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
  };
}

function bodyOf(operation: FuzzedOperation): Arbitrary<Fields | undefined> {
  if (!operation.body) return fc.constant(undefined);
  const properties = propertiesOf(operation);
  const whole = fieldsOf(operation, properties);
  const spoilt = fc
    .tuple(whole, fc.constantFrom('', ...properties.map(({ name }) => name)), fc.jsonValue({ maxDepth: 3 }))
    .map(([fields, name, value]) => ({ ...fields, [name]: value }));
  return fc.oneof({ weight: 4, arbitrary: whole }, { weight: 1, arbitrary: spoilt });
}

function credentialFor({ path, security }: FuzzedOperation): Fields {
  if (path.startsWith('/admin/')) return { authorization: 'Bearer <admin>' };
  const isBearing = security.length > 0 || path.endsWith('/v1/auth/refresh');
  return isBearing ? { authorization: 'Bearer <access>' } : {};
}

/** A request as a client would make it that has read the document, in one of five with a field that is not. */
export function soundRequestTo(operation: FuzzedOperation): Arbitrary<FuzzedRequest> {
  const placed = (place: Parameter['in']) =>
    fieldsOf(
      operation,
      operation.parameters.filter((parameter) => parameter.in === place),
    );
  return fc
    .record({
      path: placed('path'),
      query: placed('query'),
      headers: placed('header'),
      body: bodyOf(operation),
      from: fc.ipV4(),
    })
    .map(({ path, query, headers, body, from }) => ({
      method: operation.method,
      path: addressOf(operation.path, path, query),
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': from,
        ...credentialFor(operation),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }));
}

/** Its path, with something known in each of its places. */
export function pathOf(operation: FuzzedOperation): string {
  const names = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  return addressOf(operation.path, Object.fromEntries(names.map((name) => [name, goodFor(operation, name, {})])), {});
}

/** What is known stands in it by name and is filled in later. */
function addressOf(template: string, path: Fields, query: Fields): string {
  const written = (value: unknown) => encodeURIComponent(String(value)).replace(/%3C(\w+)%3E/g, '<$1>');
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${written(value)}`);
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => written(path[name] ?? '-'));
  return pairs.length === 0 ? address : `${address}?${pairs.join('&')}`;
}
