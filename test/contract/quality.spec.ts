import type { OpenAPIObject } from '@nestjs/swagger';
import { BodySchemas, type Components, type Schema } from '../support/body-schemas.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { DIALECT_NAMES } from './facts.js';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly security?: unknown;
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema?: object }> }>;
}

/** How many examples each document has at the least, in models and parameters. */
const EXAMPLES = { authservice: 20, kleister: 0, gravscale: 8, cadenza: 10, nap: 15, all: 60 };

describe('the published documents', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  describe.each([...DIALECT_NAMES, 'all'] as const)('GET /openapi/%s.json', (name) => {
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
        Object.entries(responses).map(([status, { content }]) => ({ at: `${operationId} ${status}`, status, content })),
      );
      const unnamed = answers.filter(({ content }) => !JSON.stringify(content ?? {}).includes('#/components/schemas/'));
      const faultless = operations.filter(({ responses }) => !Object.keys(responses).some((it) => /^[45d]/.test(it)));

      expect(unnamed.map(({ at }) => at)).toEqual([]);
      expect(faultless.map(({ operationId }) => operationId)).toEqual([]);
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

interface Example {
  readonly at: string;
  readonly schema: Schema;
  readonly example: unknown;
}

/** Every example, with the schema that it is one of: its own, or the one beside it. */
function* examplesIn(value: unknown, way: readonly string[]): Generator<Example> {
  if (!(value instanceof Object)) return;
  const holder = value as { readonly example?: unknown; readonly schema?: Schema };
  const isNamedExample = way.at(-1) === 'properties';
  if (holder.example !== undefined && !isNamedExample) {
    yield { at: way.join('.'), schema: holder.schema ?? (value as Schema), example: holder.example };
  }
  for (const [name, member] of Object.entries(value)) yield* examplesIn(member, [...way, name]);
}
