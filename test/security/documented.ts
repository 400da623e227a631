import type { TestApp } from '../support/test-app.js';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface OpenApi {
  readonly servers?: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface DocumentedOperation {
  /** As the application declares it: method, and path with `:name` for parameters. */
  readonly route: string;
  /** The names of its parameters and of its body's properties. */
  readonly inputs: readonly string[];
}

/** Every operation of every document that the service publishes. */
export async function documentedInputs(app: TestApp): Promise<DocumentedOperation[]> {
  const { body: listed } = await app.send<{ name: string; json: string }[]>('GET', '/openapi');
  const documents: OpenApi[] = [];
  for (const { name, json } of listed) {
    if (name !== 'all') documents.push((await app.send<OpenApi>('GET', json)).body);
  }
  return documents.flatMap((document) => operationsIn(document));
}

function operationsIn({ servers, paths, components }: OpenApi): DocumentedOperation[] {
  const base = (servers?.[0]?.url ?? '').replace(/\/$/, '');
  const schemas = components?.schemas ?? {};
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${base}${path.replace(/\{(\w+)\}/g, ':$1')}`,
      inputs: inputsOf(operation, schemas),
    })),
  );
}

function inputsOf({ parameters = [], requestBody }: Operation, schemas: Readonly<Record<string, Schema>>): string[] {
  const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema);
  const resolved = bodies.map(({ $ref, ...schema }) => ($ref ? (schemas[$ref.split('/').at(-1) ?? ''] ?? {}) : schema));
  return [...parameters.map(({ name }) => name), ...resolved.flatMap(({ properties = {} }) => Object.keys(properties))];
}
