/**
 * `node generate.mjs <folder>`: makes a client with each generator from every `<folder>/documents/<dialect>.json`,
 * as `<folder>/<generator>/<dialect>/`. Beside each stands a file that does not compile unless the client has all
 * that `apis/` says. Nothing is asked of any other machine.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { generateApi } from 'swagger-typescript-api';

/**
 * @typedef {object} Document
 * @property {Record<string, Record<string, { operationId: string }>>} paths
 * @property {{ schemas: Record<string, object> }} components
 */

const COMPILER_OPTIONS = {
  strict: true,
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  module: 'nodenext',
  types: [],
  noEmitOnError: true,
};

const folder = resolve(process.argv[2] ?? '.');
cpSync(join(import.meta.dirname, 'apis'), join(folder, 'apis'), { recursive: true });
writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
for (const file of readdirSync(join(folder, 'documents'))) {
  const dialect = basename(file, '.json');
  await withHeyApi(dialect, read(file));
  await withSwaggerTypescriptApi(dialect, read(file));
}

/** @param {string} file @returns {Document} */
function read(file) {
  /** @type {Document} */
  const document = JSON.parse(readFileSync(join(folder, 'documents', file), 'utf8'));
  return document;
}

/** @param {string} dialect @param {Document} document */
async function withHeyApi(dialect, document) {
  const path = join(folder, 'hey-api', dialect);
  await createClient({
    input: { ...document },
    output: { path, importFileExtension: '.js' },
    // Left to itself it would say `Http` where a model's name says `HTTP`.
    plugins: [
      { name: '@hey-api/typescript', definitions: { case: 'preserve' } },
      '@hey-api/sdk',
      '@hey-api/client-fetch',
    ],
    logs: { level: 'silent', file: false },
  });
  const api = capitalised(dialect);
  const answers = operationIdsIn(document).map((id) => {
    const [name, prefix] = [uncapitalised(id), capitalised(id)];
    const generated = `client.${prefix}Responses & client.${prefix}Errors`;
    return `export const ${name}: Exactly<${api}['${name}']['answers'], ${generated}> = true;`;
  });
  writeCheck(path, [
    `import type { ${api} } from '../../apis/${dialect}.js';`,
    `import type { Exactly, HeyApiClient } from '../../apis/operation.js';`,
    `import * as client from './index.js';`,
    `client satisfies HeyApiClient<${api}>;`,
    ...answers,
    `export type Models = [${modelsIn(document).join(', ')}];`,
  ]);
}

/** @param {string} dialect @param {Document} document */
async function withSwaggerTypescriptApi(dialect, document) {
  const path = join(folder, 'swagger-typescript-api', dialect);
  const settings = { enumStyle: /** @type {const} */ ('union'), moduleNameFirstTag: true };
  const { files } = await generateApi({ spec: document, output: false, silent: true, ...settings });
  mkdirSync(path, { recursive: true });
  // The generator asks the compiler to look away, which it must not do here.
  const generated = files.map(({ fileContent }) => fileContent.replaceAll('@ts-nocheck', ''));
  writeFileSync(join(path, 'index.ts'), generated.join('\n'));
  const api = capitalised(dialect);
  writeCheck(path, [
    `import type { ${api} } from '../../apis/${dialect}.js';`,
    `import type { MethodsOf, SwaggerTypescriptClient } from '../../apis/operation.js';`,
    `import type * as client from './index.js';`,
    `export const methods = (all: MethodsOf<client.Api<unknown>, client.HttpClient>): SwaggerTypescriptClient<${api}> => all;`,
    `export type Models = [${modelsIn(document).join(', ')}];`,
  ]);
}

/** @param {string} path @param {string[]} lines */
function writeCheck(path, lines) {
  writeFileSync(join(path, 'check.ts'), lines.join('\n'));
}

/** @param {Document} document */
function operationIdsIn({ paths }) {
  return Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
}

/** @param {Document} document */
function modelsIn({ components }) {
  return Object.keys(components.schemas).map((name) => `client.${name}`);
}

/** @param {string} name */
function capitalised(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** @param {string} name */
function uncapitalised(name) {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
