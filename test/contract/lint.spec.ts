import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { DIALECT_NAMES } from './facts.js';

const ROOT = join(import.meta.dirname, '../..');
const LINTER = join(ROOT, 'node_modules/@redocly/cli/bin/cli.js');
const RULES = join(ROOT, '.redocly.yaml');

interface Problem {
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
}

/** Documented, though no operation of that API's documentation asks for them. */
const UNUSED_SCHEMES = ['BasicAuth', 'HeaderAuth'].map(
  (name) => `warn no-unused-components: Security scheme: "${name}" is never used.`,
);

/** Their paths begin at the root, which is where they begin when no server is named (docs/adr/0015). */
const NO_SERVER = 'warn no-empty-servers: Servers must be present.';

const REMARKS: Readonly<Record<string, readonly string[]>> = {
  kleister: UNUSED_SCHEMES,
  cadenza: [NO_SERVER],
  nap: [NO_SERVER],
  all: [NO_SERVER, ...UNUSED_SCHEMES],
};

function lint(file: string): Promise<string[]> {
  const command = [LINTER, 'lint', '--config', RULES, '--format', 'json', file];
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (_, stdout) => {
      const { problems } = JSON.parse(stdout) as { problems: Problem[] };
      resolve(problems.map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`));
    });
  });
}

describe('the OpenAPI linter', () => {
  let app: TestApp;
  let directory: string;

  beforeAll(async () => {
    app = await startTestApp();
    directory = await mkdtemp(join(tmpdir(), 'rosetta-lint-'));
  });

  afterAll(async () => {
    await app.close();
    await rm(directory, { recursive: true });
  });

  const put = async (name: string, change: (text: string) => string = (text) => text) => {
    const { body } = await app.send('GET', `/openapi/${name}.json`);
    const file = join(directory, `${name}.json`);
    await writeFile(file, change(JSON.stringify(body)));
    return file;
  };

  it.each([...DIALECT_NAMES, 'account', 'admin', 'all'])('finds nothing wrong with %s', async (name) => {
    expect(await lint(await put(name))).toEqual(REMARKS[name] ?? []);
  });

  it('would have found an example that its schema does not admit', async () => {
    const file = await put('cadenza', (text) => text.replace('"example":3600', '"example":"an hour"'));

    expect(await lint(file)).toContainEqual(expect.stringContaining('error no-invalid-schema-examples'));
  });

  it('would have found an answer that its schema does not admit', async () => {
    const file = await put('kleister', (text) => text.replace('"example":{"status":429', '"example":{"state":429'));

    expect(await lint(file)).toContainEqual(expect.stringContaining('error no-invalid-media-type-examples'));
  });
});
