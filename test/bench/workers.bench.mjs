import { Cluster, findPostgres } from '../postgres/cluster.mjs';
import { cpuSecondsOfAll, describeMachine } from './support/machine.mjs';
import { signUpPeople } from './support/people.mjs';
import { progress } from './support/progress.mjs';
import { hammer } from './support/raw-load.mjs';
import { Service } from './support/service.mjs';
import { median } from './support/statistics.mjs';
import { figure, table } from './support/table.mjs';

const PEOPLE = 32;
const WARM_UP_SECONDS = 4;
const TARGET = 1.7;
/** Processes over one database have one key. */
const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const UNPINNED = { cores: undefined };

/** @typedef {{ name: string, workers: number, service: Service, questions: Parameters<typeof hammer>[1] }} Setup */
/** @typedef {{ perSecond: number, cpuMicros: number, generatorMicros: number, refused: number }} Found */

/**
 * Look-ups (cadenza `GET user`) by one process and by two workers, in turn, over either database. Nothing is pinned, and what
 * drives them takes its share of the same cores: so it is the lightest there is, and its share is told. About two
 * minutes.
 *
 * @param {{ short: boolean, json: boolean }} options
 */
export async function run({ short, json }) {
  const { rounds, seconds } = short ? { rounds: 2, seconds: 2 } : { rounds: 5, seconds: 5 };
  const cluster = findPostgres() === undefined ? undefined : await Cluster.start();
  /** @type {Setup[]} */
  const setups = [];
  try {
    for (const [name, environment] of databases(cluster)) {
      for (const workers of [1, 2]) setups.push(await setUp({ name, workers, environment }));
    }
    /** @type {Map<Setup, Found[]>} */
    const found = new Map(setups.map((setup) => [setup, []]));
    for (let round = 0; round < rounds; round++) {
      progress(`round ${round + 1} of ${rounds}`);
      for (const setup of setups) found.get(setup)?.push(await measure(setup, seconds));
    }
    report(found, { json, rounds, seconds });
  } finally {
    for (const { service } of setups) await service.end();
    await cluster?.stop();
  }
}

/** @param {Cluster | undefined} cluster @returns {[string, Record<string, string>][]} */
function databases(cluster) {
  const embedded = /** @type {[string, Record<string, string>]} */ (['SQLite', {}]);
  return cluster ? [embedded, ['PostgreSQL', { DATABASE_URL: cluster.url, MASTER_KEY }]] : [embedded];
}

/** @param {{ name: string, workers: number, environment: Record<string, string> }} wanted @returns {Promise<Setup>} */
async function setUp({ name, workers, environment }) {
  progress(`starting ${name}, ${workers}`);
  const service = await Service.start({ BCRYPT_COST: '4', WORKERS: String(workers), ...environment }, UNPINNED);
  const people = await signUpPeople(service.url, PEOPLE, `${name}-${workers}`.toLowerCase());
  const questions = people.map(({ cadenza }, place) => ({
    path: '/api/v3/auth/user',
    headers: { authorization: `Bearer ${cadenza.accessToken}`, 'x-forwarded-for': `10.0.1.${place}` },
  }));
  await hammer(service.url, questions, WARM_UP_SECONDS);
  return { name, workers, service, questions };
}

/** @param {Setup} setup @param {number} seconds @returns {Promise<Found>} */
async function measure({ service, questions }, seconds) {
  const before = cpuSecondsOfAll(service.pid);
  const { perSecond, answers, refused, generatorMicros } = await hammer(service.url, questions, seconds);
  return { perSecond, refused, generatorMicros, cpuMicros: ((cpuSecondsOfAll(service.pid) - before) * 1e6) / answers };
}

/** @param {Map<Setup, Found[]>} found @param {{ json: boolean, rounds: number, seconds: number }} how */
function report(found, { json, rounds, seconds }) {
  const rows = [...found].map(([{ name, workers }, all]) => ({
    name,
    workers,
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    cpuMicros: median(all.map(({ cpuMicros }) => cpuMicros)),
    generatorMicros: median(all.map(({ generatorMicros }) => generatorMicros)),
    refused: all.reduce((sum, { refused }) => sum + refused, 0),
  }));
  const ratios = rows.flatMap((row) => {
    const one = rows.find(({ name, workers }) => name === row.name && workers === 1);
    if (row.workers === 1 || !one) return [];
    const byCpu = (row.workers * one.cpuMicros) / row.cpuMicros;
    return [{ name: row.name, ratio: row.perSecond / one.perSecond, byCpu }];
  });
  const machine = { ...describeMachine(), pinning: 'nothing pinned: the generator shares the cores' };
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, rounds, seconds, target: TARGET, rows, ratios }, null, 2)}\n`);
    return;
  }
  const head = ['', 'processes', '/s', 'CPU µs', 'generator CPU µs', 'not 200'];
  const lines = rows.map((row) => [
    row.name,
    String(row.workers),
    figure(row.perSecond),
    figure(row.cpuMicros, 1),
    figure(row.generatorMicros, 1),
    figure(row.refused),
  ]);
  const told = ratios.map(
    ({ name, ratio, byCpu }) =>
      `${name}: two to one ${figure(ratio, 2)} in answers a second, ${figure(byCpu, 2)} by processor time ` +
      `(two cores for the service alone), wanted ≥ ${TARGET}\n`,
  );
  process.stdout.write(
    `${Object.values(machine).join('; ')}\nmedians of ${rounds} rounds of ${seconds} s\n\n` +
      `${table([head, ...lines])}\n${told.join('')}`,
  );
}
