import type { OpenAPIObject } from '@nestjs/swagger';
import { BodySchemas, type Components, type Schema } from '../support/body-schemas.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { DIALECT_NAMES } from './facts.js';

interface Response {
  readonly headers?: object;
  readonly content?: Record<string, Holder>;
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly security?: unknown;
  readonly responses: Record<string, Response>;
}

/** How many examples each document has at the least, in models, parameters and answers. */
const EXAMPLES = {
  authservice: 45,
  kleister: 20,
  gravscale: 35,
  cadenza: 65,
  nap: 85,
  account: 20,
  admin: 60,
  all: 335,
};

describe('the published documents', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  describe.each([...DIALECT_NAMES, 'account', 'admin', 'all'] as const)('GET /openapi/%s.json', (name) => {
    let document: OpenAPIObject;
    let operations: Operation[];

    beforeAll(async () => {
      ({ body: document } = await app.send<OpenAPIObject>('GET', `/openapi/${name}.json`));
      operations = Object.values(document.paths).flatMap((item) => Object.values(item) as Operation[]);
    });

    it('introduces each operation and says what it asks for', () => {
      const bare = operations.filter(
        ({ summary, description, security }) =>
          !summary || !description || description === summary || !Array.isArray(security),
      );

      expect(bare.map(({ operationId }) => operationId)).toEqual([]);
    });

    it('names the model of every answer, and those of errors with each operation', () => {
      const answers = operations.flatMap(({ operationId, responses }) =>
        answersWithBody(responses).map(([status, { content }]) => ({
          at: `${operationId} ${status}`,
          status,
          content,
        })),
      );
      const unnamed = answers.filter(({ content }) => !JSON.stringify(content ?? {}).includes('#/components/schemas/'));
      const faultless = operations.filter(({ responses }) => !Object.keys(responses).some((it) => /^[45d]/.test(it)));

      expect(unnamed.map(({ at }) => at)).toEqual([]);
      expect(faultless.map(({ operationId }) => operationId)).toEqual([]);
    });

    it('shows a whole example of every answer, and none of a failure twice under two statuses', () => {
      const answers = operations.flatMap(({ operationId, responses }) =>
        answersWithBody(responses).map(([status, { content }]) => {
          const examples = Object.values(content ?? {}).flatMap((media) => examplesOf(media));
          return { at: `${operationId} ${status}`, operationId, examples };
        }),
      );
      const repeated = operations.filter(({ operationId: id }) => {
        const shown = answers.filter(({ operationId }) => operationId === id).flatMap(({ examples }) => examples);
        return new Set(shown.map((example) => JSON.stringify(example))).size < shown.length;
      });

      expect(answers.filter(({ examples }) => examples.length === 0).map(({ at }) => at)).toEqual([]);
      expect(repeated.map(({ operationId }) => operationId)).toEqual([]);
    });

    it('says which headers come with a refusal that has any', () => {
      const named = (status: string, header: string) =>
        operations.filter(({ responses: { [status]: answer } }) => answer && !(header in (answer.headers ?? {})));

      expect(named('401', 'WWW-Authenticate')).toEqual([]);
      expect(named('405', 'Allow')).toEqual([]);
      expect([
        ...named('429', 'Retry-After'),
        ...named('429', 'RateLimit'),
        ...named('429', 'RateLimit-Policy'),
        ...named('503', 'Retry-After'),
      ]).toEqual([]);
    });

    it('gives examples that its own schemas admit', () => {
      const schemas = new BodySchemas(document.components as Components);
      const examples = [...examplesIn(document, [])];

      const faults = examples.flatMap(({ at, schema, example }) => schemas.faultsIn(example, schema, at));
      expect(faults).toEqual([]);
      expect(examples.length).toBeGreaterThanOrEqual(EXAMPLES[name]);
    });
  });
});

/** All but the one that has none by what it means (RFC 9110 §15.3.5). */
function answersWithBody(responses: Operation['responses']): [status: string, response: Response][] {
  return Object.entries(responses).filter(([status, { content }]) => status !== '204' || content !== undefined);
}

interface Example {
  readonly at: string;
  readonly schema: Schema;
  readonly example: unknown;
}

interface Holder {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** Every example, with the schema that it is one of: its own, or the one beside it. */
function* examplesIn(value: unknown, way: readonly string[]): Generator<Example> {
  if (!(value instanceof Object)) return;
  const holder = value as Holder;
  const isListOfNames = way.at(-1) === 'properties';
  const found = isListOfNames ? [] : examplesOf(holder);
  yield* found.map((example) => ({ at: way.join('.'), schema: holder.schema ?? (value as Schema), example }));
  for (const [name, member] of Object.entries(value)) yield* examplesIn(member, [...way, name]);
}

function examplesOf({ example, examples = {} }: Holder): unknown[] {
  return [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)];
}
