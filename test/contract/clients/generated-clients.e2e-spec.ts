import { send } from '../../support/http.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { CALLERS } from './callers.js';
import { type Dialect, DIALECTS, type DocumentedAnswer, ENVIRONMENT, Trial, type Way, waysThrough } from './trial.js';
import { Workshop } from './workshop.js';

interface Document {
  readonly servers?: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly operationId: string;
  readonly responses: object;
}

const GENERATORS = Object.keys(CALLERS) as (keyof typeof CALLERS)[];

describe('Clients generated from the published documents', () => {
  const workshop = new Workshop();
  const documents = new Map<string, Document>();
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp(ENVIRONMENT);
    for (const dialect of DIALECTS) {
      documents.set(dialect, (await send<Document>(app.url, 'GET', `/openapi/${dialect}.json`)).body);
    }
    await workshop.make(Object.fromEntries(documents));
  });

  afterAll(async () => {
    workshop.close();
    await app.close();
  });

  it('would not compile if a document said something else', async () => {
    const text = JSON.stringify(documentOf('kleister')).replaceAll('"expires_at"', '"expires"');
    const other = new Workshop();

    await expect(other.make({ kleister: JSON.parse(text) as Document })).rejects.toThrow('HeyApiClient<Kleister>');
    other.close();
  });

  describe.each(GENERATORS)('%s', (generator) => {
    describe.each(DIALECTS)('%s', (dialect) => {
      const driven: Way[] = [];
      let trial: Trial;

      beforeAll(async () => {
        const caller = CALLERS[generator](await workshop.load(generator, dialect));
        const baseUrl = app.url + serverOf(documentOf(dialect));
        trial = new Trial(app, dialect, caller, baseUrl);
      });

      it.each(waysThrough(dialect))('$operation answers $status ($by)', async (way) => {
        const { answer, sent } = await trial.drive(way);

        expect(answer).toEqual({ status: sent.reply.status, body: sent.reply.body });
        expect(statusFor(answer.status, documentOf(dialect), way.operation)).toBe(way.status);
        driven.push(way);
      });

      it('has every documented answer of every operation driven, and no other', () => {
        expect(named(driven)).toEqual(named(documentedAnswers(documentOf(dialect))));
      });
    });
  });

  it.each(DIALECTS)('address %s without a slash too many when they are told no host', async (dialect) => {
    const { HttpClient } = await workshop.load('swagger-typescript-api', dialect);
    const { baseUrl } = new (HttpClient as new () => { baseUrl: string })();

    expect(baseUrl).toBe(serverOf(documentOf(dialect)));
    expect(baseUrl).not.toMatch(/\/$/);
  });

  function documentOf(dialect: Dialect): Document {
    const document = documents.get(dialect);
    if (!document) throw new Error(`no document of ${dialect}`);
    return document;
  }
});

/** Under which of its statuses an operation documents what was answered. */
function statusFor(status: number, document: Document, operation: string): string {
  const answers = documentedAnswers(document).filter((answer) => answer.operation === operation);
  return answers.find((answer) => answer.status === String(status))?.status ?? 'default';
}

function documentedAnswers({ paths }: Document): DocumentedAnswer[] {
  return Object.values(paths).flatMap((item) =>
    Object.values(item).flatMap(({ operationId, responses }) =>
      Object.keys(responses).map((status) => ({ operation: methodName(operationId), status })),
    ),
  );
}

/** The convention of TypeScript for what a document may capitalise. */
function methodName(operationId: string): string {
  return operationId.charAt(0).toLowerCase() + operationId.slice(1);
}

function named(answers: readonly DocumentedAnswer[]): string[] {
  return [...new Set(answers.map(({ operation, status }) => `${operation} ${status}`))].sort();
}

function serverOf({ servers = [] }: Document): string {
  return servers[0]?.url ?? '';
}
