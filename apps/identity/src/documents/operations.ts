import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const VERBS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** The document with what the decorators leave unsaid: an operation without security asks for none. */
export function completeOperations(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => [path, completeItem(item)]);
  return { ...document, paths: Object.fromEntries(paths) as OpenAPIObject['paths'] };
}

function completeItem(item: PathItem): PathItem {
  const operations = VERBS.flatMap((verb) => (item[verb] ? [[verb, complete(item[verb])]] : []));
  return { ...item, ...(Object.fromEntries(operations) as PathItem) };
}

function complete(operation: Operation): Operation {
  return { ...operation, security: operation.security ?? [] };
}
