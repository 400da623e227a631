import type { OpenAPIObject } from '@nestjs/swagger';
import type { Body, Facts, Header, Model, Operation, Parameter, Response, Shape } from './facts.js';

/** As much of a document as can matter to a client. */
interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface ParameterObject {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
  readonly example?: unknown;
}

interface BodyObject {
  readonly required?: boolean;
  readonly content: Content;
}

interface HeaderObject {
  readonly required?: boolean;
  readonly schema?: Schema;
}

interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, HeaderObject>>;
  readonly content?: Content;
}

interface OperationObject {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: string[];
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: BodyObject;
  readonly responses: Readonly<Record<string, ResponseObject>>;
  readonly security?: readonly Record<string, string[]>[];
  readonly 'x-codegen-request-body-name'?: string;
}

/** Where a document names none (OpenAPI 3.0.0, "OpenAPI Object"). */
const AT_THE_ROOT = [{ url: '/' }];

/** Words for people, which are ours to choose; `additionalProperties: true` says what holds without it. */
const isAnnotation = (keyword: string, value: unknown) =>
  ['title', 'description', 'example', 'examples'].includes(keyword) ||
  (keyword === 'additionalProperties' && value === true);

/**
 * What a client generator reads out of a document, in the form in which the facts are written down. What has no place
 * there comes along under its own name, so that nothing that nobody thought of goes unnoticed.
 */
export function servedFacts({ servers = AT_THE_ROOT, paths, components = {}, ...rest }: OpenAPIObject): Facts {
  const { security, ...others } = rest;
  const { schemas = {}, securitySchemes = {}, ...otherComponents } = components;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, OperationObject>).map(([verb, operation]) => {
      const name = snakeCase(operation.operationId ?? '');
      return [name, toOperation(verb, path, { ...(security && { security }), ...operation })] as const;
    }),
  );
  return {
    servers: servers.map(({ url }) => url),
    operations: Object.fromEntries(operations),
    securitySchemes: mapValues(securitySchemes, (scheme) => wordless(scheme)),
    models: mapValues(schemas as Record<string, Schema>, toModel),
    ...without(others, ['openapi', 'info', 'tags']),
    ...otherComponents,
  };
}

function toOperation(verb: string, path: string, operation: OperationObject): Operation {
  const { 'x-codegen-request-body-name': bodyName, requestBody, security, ...rest } = operation;
  const { summary = '', tags = [], parameters = [], responses, ...others } = rest;
  const answers = mapValues(responses, toResponse);
  const success = Object.entries(answers).find(([status]) => status.startsWith('2'))?.[1];
  return {
    verb: verb.toUpperCase(),
    path,
    tags,
    apiClass: `${pascalCase(tags[0] ?? 'default')}Api`,
    summary,
    parameters: parameters.map(toParameter),
    body: requestBody ? toBody(requestBody, bodyName) : null,
    returns: Object.values(success?.content ?? {}).join(' | '),
    accept: [...new Set(Object.values(answers).flatMap(({ content }) => Object.keys(content)))],
    authorization: security?.map(toAuthorization) ?? ['(not said)'],
    responses: answers,
    ...wordless(without(others, ['operationId'])),
  };
}

/** The schemes that are wanted together, each with its scopes. */
function toAuthorization(schemes: Record<string, string[]>): string {
  return Object.entries(schemes)
    .map(([name, scopes]) => [name, ...scopes].join(' '))
    .join(' and ');
}

function toParameter({ name, in: place, required = false, schema = {}, ...rest }: ParameterObject): Parameter {
  const example = rest.example ?? schema.example;
  return {
    argument: snakeCase(name),
    name,
    in: place,
    ...toShape(schema),
    required,
    ...(example !== undefined && { example }),
    ...wordless(rest),
  };
}

function toBody({ required = false, content, ...rest }: BodyObject, name?: string): Body {
  const models = modelsOf(content);
  const model = [...new Set(Object.values(models))].join(' | ');
  return { argument: snakeCase(name ?? model), model, required, contentTypes: Object.keys(models), ...wordless(rest) };
}

function toResponse({ description, headers = {}, content = {}, ...rest }: ResponseObject): Response {
  const told = Object.entries(headers).map(([name, header]) => toHeader(name, header));
  return { description, headers: told, content: modelsOf(content), ...wordless(rest) };
}

function toHeader(name: string, { required = false, schema = {}, ...rest }: HeaderObject): Header {
  return { name, ...toShape(schema), required, ...wordless(rest) };
}

function modelsOf(content: Content): Record<string, string> {
  return mapValues(content, ({ schema = {} }) => nameOf(schema));
}

function toModel({ properties, required = [], ...schema }: Schema): Model {
  if (!properties) return toShape(schema);
  const fields = mapValues(properties, (property, name) => ({
    ...toShape(property),
    required: required.includes(name),
  }));
  return { ...toShape(schema), fields };
}

function toShape({ $ref, allOf, items, anyOf, ...rest }: Schema): Shape {
  const reference = $ref ? { $ref } : allOf?.[0];
  return {
    ...(reference && { model: nameOf(reference) }),
    ...(items && { items: nameOf(items) }),
    ...(anyOf && { anyOf: anyOf.map(nameOf) }),
    ...wordless(rest),
  };
}

/** The model that a schema refers to, or its JSON type where it is none; several that it may be, joined. */
function nameOf({ $ref, oneOf, anyOf, type, format }: Schema): string {
  const choice = oneOf ?? anyOf;
  if (choice) return choice.map(nameOf).join(' | ');
  return $ref?.split('/').pop() ?? [type, format].filter(Boolean).join('/');
}

/** As client generators turn names into those of methods and arguments. */
function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '_')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|\W+)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function wordless(object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([keyword, value]) => !isAnnotation(keyword, value)));
}

function without(object: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, change: (value: In, key: string) => Out) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
