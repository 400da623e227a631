import { BodySchemas, type Components, type Schema } from './body-schemas.js';
import type { Reply } from './exchange.js';

/** An answer, and what it answers: the path without its query. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly reply: Reply;
}

interface Response {
  readonly headers?: Readonly<Record<string, { readonly required?: boolean; readonly schema?: Schema }>>;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Operation {
  readonly operationId?: string;
  readonly responses: Readonly<Record<string, Response>>;
}

/** As much of an OpenAPI document as answers can be held against. */
export interface OpenApiDocument {
  readonly servers?: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: Components;
}

/** The document of one dialect, asked whether it foresees an answer. */
export class PublishedDocument {
  /** The path that the dialect's addresses lie at and below: its server's, or else what its paths have in common. */
  readonly territory: string;
  private readonly schemas: BodySchemas;
  private readonly base: string;

  constructor(
    readonly name: string,
    private readonly document: OpenApiDocument,
  ) {
    this.base = (document.servers?.[0]?.url ?? '').replace(/\/$/, '');
    this.territory = this.base || commonPath(Object.keys(document.paths));
    this.schemas = new BodySchemas(document.components);
  }

  covers(path: string): boolean {
    return path === this.territory || path.startsWith(`${this.territory}/`);
  }

  /** The operation at that address; the one without parameters in its path comes first. */
  operationAt(method: string, path: string): Operation | undefined {
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const fitting = Object.entries(this.document.paths)
      .filter(([template, item]) => verb in item && patternOf(this.base + template).test(path))
      .sort(([one], [other]) => one.split('{').length - other.split('{').length);
    return fitting[0]?.[1][verb];
  }

  /** What an operation's description does not foresee about an answer. */
  faultsOf({ method, reply }: Exchange, { responses }: Operation): string[] {
    const response = responses[reply.status] ?? responses[`${String(reply.status)[0] ?? ''}XX`] ?? responses.default;
    if (!response) return [`the status is not listed; listed are ${Object.keys(responses).join(', ')}`];
    const content = method === 'HEAD' ? {} : response.content;
    return [...this.headerFaults(reply, response), ...this.bodyFaults(reply, content)];
  }

  /** What about an answer of no operation differs from that schema of the document. */
  faultsBySchema({ method, reply }: Exchange, name: string, mediaType = 'application/json'): string[] {
    if (!this.schemas.has(name)) return [`the document has no schema ${name}`];
    const schema = { $ref: `#/components/schemas/${name}` };
    return this.bodyFaults(reply, method === 'HEAD' ? {} : { [mediaType]: { schema } });
  }

  private headerFaults({ headers }: Reply, { headers: documented = {} }: Response): string[] {
    return Object.entries(documented).flatMap(([name, { required, schema = {} }]) => {
      const value = headers[name.toLowerCase()];
      if (value === undefined) return required ? [`the header ${name} is missing`] : [];
      const isNumber = schema.type === 'integer' || schema.type === 'number';
      return this.schemas.faultsIn(isNumber ? Number(value) : value, schema, `the header ${name}`);
    });
  }

  private bodyFaults({ headers, body }: Reply, content: Response['content'] = {}): string[] {
    const types = Object.keys(content);
    if (types.length === 0) return body === '' ? [] : ['no body is documented, but one was sent'];
    const type =
      String(headers['content-type'] ?? 'none')
        .split(';', 1)[0]
        ?.trim()
        .toLowerCase() ?? '';
    const documented = content[type];
    if (!documented) return [`the content type is ${type}; listed are ${types.join(', ')}`];
    return this.schemas.faultsIn(body, documented.schema ?? {}, 'body');
  }
}

/** The service takes a trailing slash for nothing. */
function patternOf(template: string): RegExp {
  const parts = template.split(/\{[^}]*\}/).map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[^/]+')}/?$`);
}

/** What all paths begin with, cut between two of their parts. */
function commonPath([first = '', ...others]: readonly string[]): string {
  const shared = first.split('/').filter((part, place, parts) => {
    const upToHere = `${parts.slice(0, place + 1).join('/')}/`;
    return others.every((other) => `${other}/`.startsWith(upToHere)) && !part.startsWith('{');
  });
  return shared.join('/');
}
