import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LINTER = join(ROOT, 'node_modules/eslint/bin/eslint.js');
const RULES = join(ROOT, '.eslint.config.mjs');

const CLOCK = 'Inject Clock from #platform/clock and use clock.now().';
const RANDOM = 'Inject Random from #platform/random.';
const CRYPTO = '#platform/crypto and #platform/random';
const ENVIRONMENT = 'Declare a section with defineSection from #platform/config';
const OWN_ERROR = 'Throw an error class of the module itself';
const NO_ROUTES = 'The core speaks no HTTP';
const LOGGER = 'Inject the logger from #platform/logging.';
const RUN = 'Every test runs, always';
const MIGRATE = 'The schema changes by migrations only';

/** [where, what the linter says to do, what is written there] */
const BANNED: [file: string, advice: string, code: string][] = [
  ['libs/core/src/a/now.ts', CLOCK, 'export const now = Date.now();'],
  ['apps/identity/src/today.ts', CLOCK, 'export const now = new Date();'],
  ['libs/edge/src/spelled.ts', CLOCK, 'export const now = Date();'],
  ['libs/core/src/a/now.spec.ts', CLOCK, 'export const now = new Date();'],
  ['libs/core/src/a/dice.ts', RANDOM, 'export const one = Math.random();'],
  ['libs/core/src/a/hash.ts', CRYPTO, "export { createHash } from 'node:crypto';"],
  ['apps/identity/src/web-crypto.ts', CRYPTO, 'export const id = crypto.randomUUID();'],
  ['libs/core/src/a/env.ts', ENVIRONMENT, 'export const port = process.env;'],
  ['libs/edge/src/env.ts', ENVIRONMENT, "export { env } from 'node:process';"],
  ['libs/core/src/a/http.ts', OWN_ERROR, "export { BadRequestException } from '@nestjs/common';"],
  ['libs/platform/src/a/http.ts', OWN_ERROR, "export { HttpStatus } from '@nestjs/common';"],
  ['libs/core/src/a/controller.ts', NO_ROUTES, "export { Controller } from '@nestjs/common';"],
  ['libs/platform/src/a/print.ts', LOGGER, "console.log('here');"],
  ['apps/identity/src/main.ts', LOGGER, "console.log('here');"],
  ['libs/core/src/a/later.spec.ts', RUN, "it.skip('later', () => undefined);"],
  ['test/journeys/only.spec.ts', RUN, "describe.only('this', () => undefined);"],
  ['test/journeys/todo.spec.ts', RUN, "it.todo('some day');"],
  ['test/journeys/each.spec.ts', RUN, "it.only.each([1])('%i', () => undefined);"],
  ['test/journeys/alias.spec.ts', RUN, "xit('not now', () => undefined);"],
  ['test/journeys/focus.spec.ts', RUN, "fdescribe('this', () => undefined);"],
  ['test/support/database.ts', MIGRATE, 'export const options = { synchronize: true };'],
  ['libs/platform/src/a/options.ts', MIGRATE, 'export const options = { synchronize: true };'],
  ['libs/core/src/a/any.ts', 'Unexpected any', 'export const a: any = 1;'],
  ['libs/core/src/a/sure.ts', 'Forbidden non-null assertion', 'export const f = (a?: string) => a!.length;'],
  [
    'libs/core/src/a/wide.ts',
    'one named object',
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => a + b + c + d + e;',
  ],
  ['libs/core/src/a/lost.ts', 'Promises must be awaited', 'export const f = (p: Promise<void>) => { p; };'],
  ['libs/core/src/a/hush.ts', 'Unused eslint-disable', '// eslint-disable-next-line eqeqeq\nexport const one = 1;'],
  ['libs/core/src/a/long.ts', 'too many lines', 'export const one = 1;\n'.repeat(301)],
  [
    'libs/core/src/a/typed.ts',
    'only used as types',
    "import { Readable } from 'node:stream';\nexport type A = Readable;",
  ],
];

/** [where, what may be written there] */
const FREE: [file: string, code: string][] = [
  ['libs/platform/src/a/clock.ts', 'export const now = new Date();'],
  ['libs/platform/src/a/random.ts', "export { randomBytes } from 'node:crypto';"],
  ['libs/core/src/a/then.ts', 'export const then = new Date(0);'],
  ['apps/identity/src/configuration.ts', 'export const environment = process.env;'],
  ['ormconfig.ts', 'export const environment = process.env;'],
  ['test/support/start.ts', 'export const environment = { ...process.env, at: Date.now() };'],
  ['apps/identity/launch/hello.mjs', "console.log('installing', process.env.CI);"],
  [
    'libs/core/src/a/injected.ts',
    "import { Injectable } from '@nestjs/common';\nimport { Reflector } from '@nestjs/core';\n@Injectable()\nexport class A {\n  constructor(readonly b: Reflector) {}\n}",
  ],
  ['libs/platform/src/a/never.ts', 'export const options = { synchronize: false };'],
];

async function put(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${content}\n`);
}

/** What the linter says of each file of a tree, by the file's path in it. */
async function lint(directory: string): Promise<Map<string, string>> {
  const report = await new Promise<string>((resolve) => {
    const command = [LINTER, '--config', RULES, '--format', 'json', '.'];
    execFile(process.execPath, command, { cwd: directory, maxBuffer: 64 * 2 ** 20 }, (_, stdout) => resolve(stdout));
  });
  const files = JSON.parse(report) as { filePath: string; messages: { message: string }[] }[];
  return new Map(
    files.map(({ filePath, messages }) => [
      relative(directory, filePath),
      messages.map(({ message }) => message).join('\n'),
    ]),
  );
}

describe('the bans', () => {
  let house: string;
  let remarks: Map<string, string>;

  beforeAll(async () => {
    house = await mkdtemp(join(await realpath(tmpdir()), 'rosetta-bans-'));
    await copyFile(join(ROOT, 'tsconfig.json'), join(house, 'tsconfig.json'));
    await symlink(join(ROOT, 'node_modules'), join(house, 'node_modules'));
    for (const [file, , code] of BANNED) await put(join(house, file), code);
    for (const [file, code] of FREE) await put(join(house, file), code);
    remarks = await lint(house);
  });

  afterAll(() => rm(house, { recursive: true }));

  it.each(BANNED)('%s: %s', (file, advice) => {
    expect(remarks.get(file)).toContain(advice);
  });

  it.each(FREE)('%s may say %s', (file) => {
    expect(remarks.get(file)).toBe('');
  });
});
