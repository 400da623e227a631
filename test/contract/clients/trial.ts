import { jest } from '@jest/globals';
import { mustConform, publishedBy } from '../../support/conformance.js';
import type { Exchange } from '../../support/published-document.js';
import type { TestApp } from '../../support/test-app.js';
import { CASES } from './cases/index.js';
import { type Answer, type Caller, GeneratedClient, type LooseCall } from './generated-client.js';
import { MISHAPS, type MishapName, statusOf } from './mishaps.js';

export type Dialect = keyof typeof CASES;

export const DIALECTS = Object.keys(CASES) as Dialect[];

/** An operation, by its generated name, and a status that is documented for it. */
export interface DocumentedAnswer {
  readonly operation: string;
  readonly status: string;
}

/** One way to such an answer. */
export interface Way extends DocumentedAnswer {
  /** By what the operation's cases call it: mostly the status itself. */
  readonly by: string;
}

/** What the service sent, and what the generated client made of it. */
export interface Outcome {
  readonly answer: Answer;
  readonly sent: Exchange;
}

/** What the service is started with for the sake of answers that it would not give otherwise. */
export const ENVIRONMENT = { NAP_API_KEYS: 'key-of-the-generated-clients' };

/** What a client is set up with before its first call; the documents leave it to its owner. */
const DEFAULT_HEADERS: Readonly<Partial<Record<Dialect, Record<string, string>>>> = {
  nap: { 'X-NAP-API-Key': ENVIRONMENT.NAP_API_KEYS },
};

/** The cases of any dialect, their types forgotten. */
interface LooseCases {
  readonly success: number;
  readonly valid: (world: object) => Promise<LooseCall>;
  readonly refused: Readonly<Record<string, (valid: LooseCall, world: object) => LooseRefusal | Promise<LooseRefusal>>>;
  readonly mishaps: readonly MishapName[];
}

type LooseRefusal = LooseCall & { readonly mishap?: MishapName };

type AnyApi = Record<string, { readonly answers: object }>;

let names = 0;

export function waysThrough(dialect: Dialect): Way[] {
  return Object.entries(casesOf(dialect)).flatMap(([operation, { success, refused, mishaps }]) =>
    [success, ...Object.keys(refused), ...mishaps].map((by) => ({
      operation,
      status: String(by in MISHAPS ? statusOf(by as MishapName) : by),
      by: String(by),
    })),
  );
}

/** One generated client against a running service. */
export class Trial {
  constructor(
    private readonly app: TestApp,
    private readonly dialect: Dialect,
    private readonly caller: Caller,
    /** Where the operations' paths begin. */
    private readonly baseUrl: string,
  ) {}

  /** @throws UndocumentedAnswer when what the service sends is not what its document says */
  async drive({ operation, by }: Way): Promise<Outcome> {
    const cases = casesOf(this.dialect)[operation];
    if (!cases) throw new Error(`no case for ${operation}`);
    const headers = DEFAULT_HEADERS[this.dialect] ?? {};
    const client = new GeneratedClient<AnyApi>(this.caller, { baseUrl: this.baseUrl, headers, fetch });
    const world = { app: this.app, client, newName: () => this.newName() };
    const valid = await cases.valid(world);
    const call: LooseRefusal = (await cases.refused[by]?.(valid, world)) ?? valid;
    const mishap = call.mishap ?? cases.mishaps.find((candidate) => String(candidate) === by);
    return this.observe(mishap, (fetching) => client.over(fetching).call(operation, call));
  }

  private async observe(
    mishap: MishapName | undefined,
    call: (fetching: typeof fetch) => Promise<Answer>,
  ): Promise<Outcome> {
    const published = await publishedBy(this.app.url);
    // Fetched before anything is broken: the document is to be had whatever the mishap is.
    await published.covering(new URL(this.baseUrl).pathname);
    const exchanges: Exchange[] = [];
    try {
      const through = mishap === undefined ? fetch : MISHAPS[mishap](this.app);
      const answer = await call(recording(through, exchanges));
      const [sent] = exchanges;
      if (!sent || exchanges.length > 1) throw new Error(`one call made ${exchanges.length} requests`);
      mustConform(await published.covering(sent.path), sent);
      return { answer, sent };
    } finally {
      jest.restoreAllMocks();
    }
  }

  private newName(): string {
    names += 1;
    return `${this.dialect}-${names}`;
  }
}

/** A connection that keeps what goes over it. */
function recording(through: typeof fetch, exchanges: Exchange[]): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { method, url } = request;
    const response = await through(request);
    const text = await response.clone().text();
    const headers = Object.fromEntries(response.headers);
    const reply = { status: response.status, headers, body: text === '' ? '' : (JSON.parse(text) as unknown) };
    exchanges.push({ method, path: new URL(url).pathname, reply });
    return response;
  };
}

function casesOf(dialect: Dialect): Readonly<Record<string, LooseCases>> {
  return CASES[dialect] as unknown as Readonly<Record<string, LooseCases>>;
}
