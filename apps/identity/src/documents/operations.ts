import type { OpenAPIObject } from '@nestjs/swagger';

type Paths = OpenAPIObject['paths'];
type PathItem = Paths[string];

export type Operation = NonNullable<PathItem['get']>;

const VERBS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** The same paths with other operations. */
export function mapOperations(paths: Paths, change: (operation: Operation) => Operation): Paths {
  const items = Object.entries(paths).map(([path, item]) => [path, mapItem(item, change)]);
  return Object.fromEntries(items) as Paths;
}

/** The document with what the decorators leave unsaid: an operation without security asks for none. */
export function completeOperations(document: OpenAPIObject): OpenAPIObject {
  const complete = (operation: Operation) => ({ ...operation, security: operation.security ?? [] });
  return { ...document, paths: mapOperations(document.paths, complete) };
}

function mapItem(item: PathItem, change: (operation: Operation) => Operation): PathItem {
  const operations = VERBS.flatMap((verb) => (item[verb] ? [[verb, change(item[verb])]] : []));
  return { ...item, ...(Object.fromEntries(operations) as PathItem) };
}
