import { exchange, type Reply } from './exchange.js';
import { type Exchange, type OpenApiDocument, PublishedDocument } from './published-document.js';

/** The document of everything; each dialect is held against its own. */
const EVERYTHING = 'all';

/**
 * What may be answered where no operation is, and nothing else: the request cannot be read, there is
 * nothing at the address, it takes another method, or what is sent is too slow or too large to be looked
 * at (RFC 9110 §15.5, RFC 6585 §5).
 */
const WITHOUT_OPERATION: readonly number[] = [400, 404, 405, 408, 413, 417, 431];

/** Those of them that no operation lists: such a request is not read far enough to belong to one. */
const UNREAD: readonly number[] = [408, 417, 431];

/** The schema by which each dialect tells what went wrong outside of its operations. */
const ENVELOPES: Readonly<Record<string, string>> = {
  authservice: 'RegisterPost400Response',
  kleister: 'GeneralError',
  gravscale: 'ErrorSchema',
  cadenza: 'Root400Response',
  nap: 'ModelsErrorResponse',
  account: 'Problem',
  admin: 'ProblemDetails',
};

/** In which media type, where that is not JSON as such. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  account: 'application/problem+json',
  admin: 'application/problem+json',
};

/**
 * A property that is null in every failure of a dialect, for clients that read one envelope, and that
 * not all schemas of its failures mention.
 */
const NULL_IN_FAILURES: Readonly<Record<string, string>> = { cadenza: 'data' };

/** A service answered what its document does not say. */
export class UndocumentedAnswer extends Error {
  constructor(
    readonly asked: string,
    readonly faults: readonly string[],
  ) {
    super(`Undocumented answer to ${asked}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = UndocumentedAnswer.name;
  }
}

interface Listing {
  readonly name: string;
  /** What the paths of the document are relative to. */
  readonly basePath: string;
}

/** The documents that one service publishes for its dialects, each asked for when an answer may be of it. */
class Publication {
  private readonly fetched = new Map<string, Promise<PublishedDocument>>();

  private constructor(
    private readonly origin: string,
    private readonly listed: readonly Listing[],
  ) {}

  static async of(origin: string): Promise<Publication> {
    const listed = (await bodyOf(`${origin}/openapi`)) as Listing[];
    return new Publication(
      origin,
      listed.filter(({ name }) => name !== EVERYTHING),
    );
  }

  all(): Promise<PublishedDocument[]> {
    return Promise.all(this.listed.map((listing) => this.fetch(listing)));
  }

  /** The document that a path belongs to, of several the one that begins with most of it. */
  async covering(path: string): Promise<PublishedDocument | undefined> {
    const possible = this.listed.filter(({ basePath }) => `${path}/`.startsWith(basePath.replace(/\/?$/, '/')));
    const documents = await Promise.all(possible.map((listing) => this.fetch(listing)));
    return documents
      .filter((document) => document.covers(path))
      .sort((one, other) => other.territory.length - one.territory.length)[0];
  }

  private fetch({ name }: Listing): Promise<PublishedDocument> {
    return askedOnce(this.fetched, name, async () => {
      const body = await bodyOf(`${this.origin}/openapi/${name}.json`);
      return new PublishedDocument(name, body as OpenApiDocument);
    });
  }
}

const known = new Map<string, Promise<Publication>>();

/** What the service at that origin publishes; it is asked for once. */
export function publishedBy(origin: string): Promise<Publication> {
  return askedOnce(known, origin, () => Publication.of(origin));
}

/**
 * Addresses outside of all dialects are nobody's business here.
 *
 * @throws UndocumentedAnswer
 */
export function mustConform(document: PublishedDocument | undefined, answered: Exchange): void {
  const { method, path, reply } = answered;
  if (!document) return;
  const operation = UNREAD.includes(reply.status) ? undefined : document.operationAt(method, path);
  const judged = { ...answered, reply: tolerated(reply, NULL_IN_FAILURES[document.name]) };
  const faults = operation ? document.faultsOf(judged, operation) : faultsWithoutOperation(document, judged);
  if (faults.length === 0) return;
  const place = `${document.name}, ${operation?.operationId ?? 'no operation'}`;
  throw new UndocumentedAnswer(`${method} ${path} (${place}) with ${reply.status}`, [...faults, shown(reply.body)]);
}

function faultsWithoutOperation(document: PublishedDocument, answered: Exchange): string[] {
  if (!WITHOUT_OPERATION.includes(answered.reply.status)) {
    return [`no operation is documented there, so only ${WITHOUT_OPERATION.join(', ')} may be answered`];
  }
  const envelope = ENVELOPES[document.name];
  return envelope === undefined
    ? ['the dialect has no envelope listed']
    : document.faultsBySchema(answered, envelope, MEDIA_TYPES[document.name]);
}

function tolerated(reply: Reply, property: string | undefined): Reply {
  const { status, body } = reply;
  if (property === undefined || status < 400 || !(body instanceof Object)) return reply;
  return { ...reply, body: Object.fromEntries(Object.entries(body).filter((entry) => !isNull(entry, property))) };
}

function isNull([name, value]: readonly [string, unknown], property: string): boolean {
  return name === property && value === null;
}

/** What was asked for before, unless that failed: a service that is being started again has its answer a moment later. */
function askedOnce<Value>(asked: Map<string, Promise<Value>>, key: string, ask: () => Promise<Value>): Promise<Value> {
  const before = asked.get(key);
  if (before) return before;
  const asking = ask();
  asked.set(key, asking);
  asking.catch(() => asked.delete(key));
  return asking;
}

async function bodyOf(url: string): Promise<unknown> {
  const { status, body } = await exchange(url, 'GET');
  if (status !== 200) throw new Error(`${url} is not published: ${status} was answered`);
  return body;
}

function shown(body: unknown): string {
  const text = JSON.stringify(body);
  return `received: ${text.length > 500 ? `${text.slice(0, 500)}…` : text}`;
}
