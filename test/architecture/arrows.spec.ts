import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const RULES = join(ROOT, '.dependency-cruiser.cjs');
const NAP = 'apps/identity/src/dialects/nap';

/** A house in small: every file holds one value, for others to import. */
const FILES = [
  `${NAP}/nap.module.ts`,
  'libs/core/src/flows/index.ts',
  'libs/core/src/sessions/index.ts',
  'libs/core/src/users/entities.ts',
  'libs/core/src/users/index.ts',
  'libs/core/src/users/user.entity.ts',
  'libs/core/src/users/users.service.ts',
  'libs/core/src/users/users.spec.ts',
  'libs/edge/src/index.ts',
  'libs/platform/src/clock/clock.ts',
  'libs/platform/src/clock/index.ts',
  'test/support/app.ts',
];

const PACKAGES = { declared: ['typeorm', 'fastify', '@nestjs/swagger'], forTests: ['jest'], undeclared: ['stranger'] };

/** [the rule, the file that breaks it, what that file imports] */
const BREACHES: [rule: string, file: string, specifier: string][] = [
  ['dialects-apart', 'apps/identity/src/dialects/kleister/sideways.ts', '../nap/nap.module.js'],
  ['dialects-by-the-list-only', 'apps/identity/src/http-pipeline.ts', './dialects/nap/nap.module.js'],
  ['apps-apart', 'apps/cli/src/sideways.ts', '../../identity/src/http-pipeline.js'],
  ['platform-at-the-bottom', 'libs/platform/src/mail/upwards.ts', '#core/users'],
  ['core-below-the-edge', 'libs/core/src/users/upwards.ts', '#edge'],
  ['edge-below-the-apps', 'libs/edge/src/upwards.ts', '../../../apps/identity/src/http-pipeline.js'],
  ['doors-only-between-modules', 'libs/core/src/clients/past-the-door.ts', '../users/users.service.js'],
  ['doors-only-between-modules', 'libs/core/src/users/below.ts', '../../../platform/src/clock/clock.js'],
  ['doors-only-from-the-apps', `${NAP}/past-the-door.ts`, '../../../../../libs/core/src/users/users.service.js'],
  ['doors-only-from-the-edge', 'libs/edge/src/past-the-door.ts', '../../platform/src/clock/clock.js'],
  ['entities-for-the-schema-only', 'libs/core/src/sessions/a-row.ts', '../users/entities.js'],
  ['entities-for-the-schema-only', 'libs/core/src/sessions/another-row.ts', '../users/user.entity.js'],
  ['schema-by-the-entities-door', 'libs/core/src/schema/past-the-door.ts', '../users/user.entity.js'],
  ['no-entity-above-the-core', `${NAP}/a-row.ts`, '../../../../../libs/core/src/users/user.entity.js'],
  ['no-entity-above-the-core', 'libs/edge/src/rows.ts', '../../core/src/users/entities.js'],
  ['no-cycles', 'libs/core/src/users/egg.ts', './hen.js'],
  ['no-dev-dependency-shipped', 'libs/core/src/users/developing.ts', 'jest'],
  ['no-undeclared-dependency', 'libs/core/src/users/borrowing.ts', 'stranger'],
  ['no-test-shipped', 'libs/core/src/users/testing.ts', './users.spec.js'],
  ['no-test-shipped', 'apps/identity/src/testing.ts', '../../../test/support/app.js'],
  ['no-http-in-the-core', 'libs/core/src/users/serving.ts', 'fastify'],
  ['no-http-in-the-core', 'libs/core/src/users/documenting.ts', '@nestjs/swagger'],
  ['no-http-in-the-core', 'libs/core/src/users/calling.ts', 'node:http'],
  ['no-tables-above-the-core', `${NAP}/tables.ts`, 'typeorm'],
  ['no-tables-above-the-core', 'apps/cli/src/tables.ts', 'typeorm'],
  ['core-audit-below-all', 'libs/core/src/audit/leaning.ts', '#core/users'],
  ['core-alone-stays-alone', 'libs/core/src/users/leaning.ts', '#core/sessions'],
  ['core-combines-at-the-top', 'libs/core/src/sessions/leaning.ts', '#core/flows'],
  ['nothing-unresolvable', 'libs/core/src/users/missing.ts', './not-there.js'],
];

/** Files with a text of their own: the other half of a cycle, and a cycle of which one half is but a type. */
const TEXTS: [file: string, content: string][] = [
  ['libs/core/src/users/hen.ts', "export { value } from './egg.js';\n"],
  ['libs/core/src/users/looking.ts', "import type { Seen } from './seen.js';\nexport type Looking = Seen;\n"],
  ['libs/core/src/users/seen.ts', "export { type Looking } from './looking.js';\nexport type Seen = 1;\n"],
];

/** [the file, what it imports and may] */
const FREE: [file: string, specifier: string][] = [
  ['apps/identity/src/app.module.ts', './dialects/nap/nap.module.js'],
  ['apps/identity/src/dialects/index.ts', './nap/nap.module.js'],
  [`${NAP}/downwards.ts`, '#edge'],
  ['apps/cli/src/downwards.ts', '#core/users'],
  [`${NAP}/two-steps-down.ts`, '#core/users'],
  [`${NAP}/three-steps-down.ts`, '#platform/clock'],
  [`${NAP}/serving.ts`, 'fastify'],
  ['libs/core/src/schema/index.ts', '../users/entities.js'],
  ['libs/core/src/users/of-its-own.ts', './user.entity.js'],
  ['libs/core/src/users/storing.ts', 'typeorm'],
  ['libs/core/src/users/another.spec.ts', 'jest'],
  ['libs/core/src/sessions/of-whom.ts', '#core/users'],
  ['libs/core/src/flows/combining.ts', '#core/sessions'],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

async function cruise(directory: string, ...paths: string[]): Promise<Violation[]> {
  const command = [CRUISER, '--config', RULES, '--output-type', 'json', ...paths];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: directory, maxBuffer: 64 * 2 ** 20 });
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

async function put(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function buildSmallHouse(house: string): Promise<void> {
  const { imports } = createRequire(import.meta.url)(join(ROOT, 'package.json')) as { imports: object };
  const dependencies = Object.fromEntries(PACKAGES.declared.map((name) => [name, '1.0.0']));
  const devDependencies = Object.fromEntries(PACKAGES.forTests.map((name) => [name, '1.0.0']));
  await put(join(house, 'package.json'), JSON.stringify({ type: 'module', imports, dependencies, devDependencies }));
  await copyFile(join(ROOT, 'tsconfig.json'), join(house, 'tsconfig.json'));
  for (const name of Object.values(PACKAGES).flat()) {
    await put(join(house, 'node_modules', name, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
    await put(join(house, 'node_modules', name, 'index.js'), 'exports.value = 1;\n');
  }
  for (const file of FILES) await put(join(house, file), 'export const value = 1;\n');
  const importing = [...BREACHES.map(([, file, specifier]) => [file, specifier] as const), ...FREE];
  for (const [file, specifier] of importing) await put(join(house, file), `export { value } from '${specifier}';\n`);
  for (const [file, content] of TEXTS) await put(join(house, file), content);
}

describe('the arrows', () => {
  let house: string;
  let violations: Violation[];

  const rulesBrokenBy = (file: string) =>
    violations.filter((violation) => violation.from === file).map((violation) => violation.rule.name);

  beforeAll(async () => {
    house = await mkdtemp(join(await realpath(tmpdir()), 'rosetta-arrows-'));
    await buildSmallHouse(house);
    violations = await cruise(house, 'apps', 'libs', 'test');
  });

  afterAll(() => rm(house, { recursive: true }));

  it.each(BREACHES)('%s: %s may not import %s', (rule, file) => {
    expect(rulesBrokenBy(file)).toEqual([rule]);
  });

  it.each(FREE)('%s may import %s', (file) => {
    expect(rulesBrokenBy(file)).toEqual([]);
  });

  it('lets a type look back where a value may not', () => {
    expect(rulesBrokenBy('libs/core/src/users/looking.ts')).toEqual([]);
  });

  it('are all tried here', () => {
    const { forbidden } = createRequire(import.meta.url)(RULES) as { forbidden: { name: string }[] };
    expect([...new Set(BREACHES.map(([rule]) => rule))].sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it('hold in the house itself', async () => {
    expect(await cruise(ROOT, 'apps', 'libs', 'test', 'ormconfig.ts')).toEqual([]);
  });
});
