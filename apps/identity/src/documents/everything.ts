import type { OpenAPIObject } from '@nestjs/swagger';
import type { DocumentedPart } from '#edge';
import { mapOperations, type Operation } from './operations.js';

/** One part of the service and its own document. */
export interface DescribedPart {
  readonly part: Pick<DocumentedPart, 'name' | 'title' | 'description' | 'basePath'>;
  readonly document: OpenAPIObject;
}

type Components = NonNullable<OpenAPIObject['components']>;

const SCHEMA = '#/components/schemas/';

/**
 * One document out of several: full paths, and each part's operations in groups of its own. What two parts
 * call by the same name (a model, a security scheme, an operation's id) is named after its part on top, in both;
 * otherwise one would stand in the other's place, and nobody would notice.
 */
export function joinDocuments(
  head: Pick<OpenAPIObject, 'openapi' | 'info'>,
  parts: readonly DescribedPart[],
): OpenAPIObject {
  const shared = {
    schemas: repeated(parts.map(({ document }) => Object.keys(document.components?.schemas ?? {}))),
    securitySchemes: repeated(parts.map(({ document }) => Object.keys(document.components?.securitySchemes ?? {}))),
    operationIds: repeated(parts.map(({ document }) => operationIdsIn(document))),
  };
  const apart = parts.map((described) => toNamedApart(described, shared));
  const merged = <T>(pieces: readonly T[]) => Object.assign({}, ...pieces) as T;
  return {
    ...head,
    tags: parts.flatMap((described) => groupsOf(described)),
    paths: merged(apart.map(({ paths }) => paths)),
    components: {
      schemas: merged(apart.map(({ components }) => components?.schemas ?? {})),
      securitySchemes: merged(apart.map(({ components }) => components?.securitySchemes ?? {})),
    },
  };
}

type Shared = Readonly<Record<'schemas' | 'securitySchemes' | 'operationIds', ReadonlySet<string>>>;

function toNamedApart({ part, document }: DescribedPart, shared: Shared): OpenAPIObject {
  const prefix = capitalised(part.name);
  const schemaName = (name: string) => (shared.schemas.has(name) ? prefix + name : name);
  const schemeName = (name: string) => (shared.securitySchemes.has(name) ? prefix + name : name);
  const { paths, components = {} } = withSchemaNames(document, schemaName) as OpenAPIObject;
  const complete = ({ operationId = '', tags = [], security = [], ...operation }: Operation): Operation => ({
    ...operation,
    operationId: shared.operationIds.has(operationId) ? part.name + capitalised(operationId) : operationId,
    tags: groupNames(part, tags),
    security: security.map((schemes) => renamedKeys(schemes, schemeName)),
  });
  return {
    ...document,
    paths: renamedKeys(mapOperations(paths, complete), (path) => part.basePath + path),
    components: {
      schemas: renamedKeys<Components['schemas']>(components.schemas, schemaName),
      securitySchemes: renamedKeys<Components['securitySchemes']>(components.securitySchemes, schemeName),
    },
  };
}

function groupsOf({ part, document }: DescribedPart): { name: string; description: string }[] {
  const names = operationsIn(document).flatMap(({ tags = [] }) => groupNames(part, tags));
  return [...new Set(names)].map((name) => ({ name, description: part.description }));
}

function groupNames({ title }: DescribedPart['part'], tags: readonly string[]): string[] {
  return tags.length === 0 ? [title] : tags.map((tag) => `${title}: ${tag}`);
}

function operationIdsIn(document: OpenAPIObject): string[] {
  return operationsIn(document).map(({ operationId = '' }) => operationId);
}

function operationsIn({ paths }: OpenAPIObject): Operation[] {
  const operations: Operation[] = [];
  mapOperations(paths, (operation) => {
    operations.push(operation);
    return operation;
  });
  return operations;
}

/** The names that are in more than one of the lists. */
function repeated(lists: readonly (readonly string[])[]): ReadonlySet<string> {
  const names = lists.flatMap((list) => [...new Set(list)]);
  return new Set(names.filter((name, place) => names.indexOf(name) !== place));
}

/** The same with other names in its references, at any depth. */
function withSchemaNames(value: unknown, rename: (name: string) => string): unknown {
  if (typeof value === 'string') {
    return value.startsWith(SCHEMA) ? SCHEMA + rename(value.slice(SCHEMA.length)) : value;
  }
  if (Array.isArray(value)) return value.map((element) => withSchemaNames(element, rename));
  if (!(value instanceof Object)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withSchemaNames(member, rename)]));
}

function renamedKeys<T extends object | undefined>(record: T, rename: (key: string) => string): T {
  return Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [rename(key), value])) as T;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
