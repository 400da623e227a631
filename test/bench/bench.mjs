/*
 * How fast the hot operations are, next to the least that each could cost on the same machine in the same minute.
 * Prints, and judges nothing: `npm run bench -- [--short] [--json]`, or one of the other benchmarks by its name:
 * `npm run bench -- storm`.
 */
import { parseArgs } from 'node:util';
import { pinGenerator } from './support/machine.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    requests: { type: 'string' },
  },
});

/** @typedef {{ short: boolean, json: boolean, requests?: number | undefined }} Options */

/** @type {Record<string, () => Promise<{ run: (options: Options) => Promise<void> }>>} */
const BENCHMARKS = {
  operations: () => import('./operations.bench.mjs'),
  storm: () => import('./storm.bench.mjs'),
  growth: () => import('./growth.bench.mjs'),
  sweep: () => import('./sweep.bench.mjs'),
  start: () => import('./start.bench.mjs'),
  memory: () => import('./memory.bench.mjs'),
  leak: () => import('./leak.bench.mjs'),
  workers: () => import('./workers.bench.mjs'),
  postgres: () => import('./postgres.bench.mjs'),
};

const name = positionals[0] ?? 'operations';
const load = BENCHMARKS[name];
if (!load) throw new Error(`There is no benchmark ${name}; there are ${Object.keys(BENCHMARKS).join(', ')}`);
// What takes all cores there are leaves the generator its share of each.
if (name !== 'workers' && name !== 'postgres') pinGenerator();
const requests = options.requests === undefined ? undefined : Number(options.requests);
await (await load()).run({ ...options, requests });
