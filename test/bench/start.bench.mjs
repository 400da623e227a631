import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.mjs';
import { CORES, describeMachine } from './support/machine.mjs';
import { Program } from './support/program.mjs';
import { progress } from './support/progress.mjs';
import { Service } from './support/service.mjs';
import { median } from './support/statistics.mjs';
import { figure, table } from './support/table.mjs';

const HELLO = fileURLToPath(new URL('./ceilings/hello-nest.mjs', import.meta.url));
const support = (/** @type {string} */ file) => new URL(`./support/${file}.mjs`, import.meta.url).href;
/** What `main.js` requires: hooks of the module loader see only what is imported. */
const PROGRAM = fileURLToPath(new URL('../../dist/apps/identity/src/program.js', import.meta.url));
const REPORTING = ['--import', support('report-marks')];

/** What is done between one mark of the service and the next, by the mark that ends it. */
const PHASES = {
  loaded: 'Node itself, and loading modules',
  configured: 'configuration',
  database: 'wiring modules up to the database',
  migrated: 'database: opened, locked, migrations looked at or run',
  wired: 'database opened for serving, the other modules wired',
  initialized: 'keys, routes and hooks',
  listening: 'listening',
};

const FRESH = 'service, new database';
const AGAIN = 'service, database as it was';
const LOADED = 'Nest on Fastify, hello, same packages loaded';
const BARE = 'Nest on Fastify, hello';
const TARGET = 1.5;

/**
 * From `node` to listening, one after the other in turn. About 20 s for 7 rounds on a quiet machine.
 *
 * @param {{ short: boolean, json: boolean }} options
 */
export async function run({ short, json }) {
  const rounds = short ? 3 : 9;
  const packages = await packagesOf();
  const existing = await startedOnce();
  /** @type {Record<string, number[]>} */
  const times = { [FRESH]: [], [AGAIN]: [], [LOADED]: [], [BARE]: [] };
  /** @type {{ fresh: Record<string, number>[], again: Record<string, number>[] }} */
  const marks = { fresh: [], again: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      progress(`round ${round + 1} of ${rounds}`);
      const fresh = new Service({}, { cores: CORES?.server, more: REPORTING });
      marks.fresh.push(await timed(fresh, times[FRESH] ?? []));
      await fresh.end();
      marks.again.push(await timed(existing, times[AGAIN] ?? []));
      await existing.stop();
      times[LOADED]?.push(await hello({ PACKAGES: packages.join() }));
      times[BARE]?.push(await hello({}));
    }
  } finally {
    await existing.end();
  }
  report({ times, phases: { fresh: phasesOf(marks.fresh), again: phasesOf(marks.again) }, packages, rounds }, json);
}

/** The packages that the service's own code imports as it starts. */
async function packagesOf() {
  const directory = mkdtempSync(join(tmpdir(), 'rosetta-bench-'));
  const file = join(directory, 'packages');
  const more = ['--import', support('note-packages')];
  const service = await Service.start({ PACKAGES_FILE: file }, { cores: CORES?.server, more, entry: PROGRAM });
  await service.end();
  const names = new Set(readFileSync(file, 'utf8').trim().split('\n'));
  rmSync(directory, { recursive: true });
  return [...names].sort();
}

async function startedOnce() {
  const service = await Service.start({}, { cores: CORES?.server, more: REPORTING });
  await service.stop();
  return service;
}

/** @param {Service} service @param {number[]} times takes the milliseconds until it listens @returns {Promise<Record<string, number>>} */
async function timed(service, times) {
  const before = service.program;
  const launched = service.launch();
  // The program is there as soon as a port has been found for it.
  while (service.program === before) await new Promise(setImmediate);
  const { child } = service.program ?? {};
  if (!child) throw new Error('the service was not started');
  const told = once(child, 'message');
  await launched;
  times.push(service.startMs);
  const [marks] = /** @type {[Record<string, number>]} */ (await told);
  return marks;
}

/** @param {Record<string, string>} environment */
async function hello(environment) {
  const port = await freePort();
  const program = new Program(HELLO, {
    cores: CORES?.server,
    environment: { PORT: String(port), ...environment },
  });
  const milliseconds = await program.whenPrinted(/listening/);
  await program.stop();
  return milliseconds;
}

/** Medians of how long each step took. @param {Record<string, number>[]} marks */
function phasesOf(marks) {
  const names = Object.keys(PHASES);
  return Object.fromEntries(
    names.map((name, place) => {
      const before = names[place - 1];
      return [name, median(marks.map((of) => (of[name] ?? 0) - (before === undefined ? 0 : (of[before] ?? 0))))];
    }),
  );
}

/**
 * @param {{ times: Record<string, number[]>, phases: Record<'fresh' | 'again', Record<string, number>>, packages: string[], rounds: number }} found
 * @param {boolean} json
 */
function report({ times, phases, packages, rounds }, json) {
  const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
  const loaded = medians[LOADED] ?? Number.NaN;
  const ratio = (medians[AGAIN] ?? Number.NaN) / loaded;
  const machine = describeMachine();
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ machine, rounds, medians, ratio, target: TARGET, phases, packages }, null, 2)}\n`,
    );
    return;
  }
  const starts = Object.entries(medians).map(([name, ms]) => [name, figure(ms), figure(ms / loaded, 2)]);
  const steps = Object.entries(PHASES).map(([mark, what]) => [
    what,
    figure(phases.fresh[mark], 1),
    figure(phases.again[mark], 1),
  ]);
  process.stdout.write(
    `${Object.values(machine).join('; ')}\nfrom node to listening, medians of ${rounds} starts each\n\n` +
      `${table([['', 'ms', 'ratio'], ...starts])}\nwanted: ${AGAIN} ≤ ${TARGET} × ${LOADED}; measured ${figure(ratio, 2)}\n\n` +
      `${table([['where the time goes, ms', 'new', 'as it was'], ...steps])}\n` +
      `packages loaded by both: ${packages.join(', ')}\n`,
  );
}
