import type { Schema } from '../support/body-schemas.js';
import { exchange } from '../support/exchange.js';

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required: boolean;
  readonly schema?: Schema;
  readonly example?: unknown;
}

/** As much of a documented operation as it takes to ask it for anything. */
export interface FuzzedOperation {
  readonly document: string;
  readonly method: string;
  /** From the root, with `{name}` for parameters. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The names of the schemes by which a caller shows who they are. */
  readonly security: readonly string[];
  /** Of the JSON body, where it takes one. */
  readonly body?: Schema;
  readonly components: Readonly<Record<string, Schema>>;
}

interface DocumentedOperation {
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly (Omit<Parameter, 'required'> & { readonly required?: boolean })[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

interface Served {
  readonly servers?: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** Every operation of every document that the service at that address publishes. */
export async function operationsServedBy(base: string): Promise<FuzzedOperation[]> {
  const { body } = await exchange(`${base}/openapi`, 'GET');
  const names = (body as { name: string }[]).map(({ name }) => name).filter((name) => name !== 'all');
  const listed = await Promise.all(
    names.map(async (name) => {
      const served = await exchange(`${base}/openapi/${name}.json`, 'GET');
      return operationsIn(name, served.body as Served);
    }),
  );
  return listed.flat();
}

function operationsIn(document: string, { servers, paths, components }: Served): FuzzedOperation[] {
  const base = (servers?.[0]?.url ?? '').replace(/\/$/, '');
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters = [], requestBody, security = [] }]) => {
      const [content] = Object.values(requestBody?.content ?? {});
      return {
        document,
        method: method.toUpperCase(),
        path: base + path,
        parameters: parameters.map(({ required = false, ...parameter }) => ({ ...parameter, required })),
        security: security.flatMap((scheme) => Object.keys(scheme)),
        ...(content?.schema && { body: content.schema }),
        components: components?.schemas ?? {},
      };
    }),
  );
}
