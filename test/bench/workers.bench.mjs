import { Cluster, findPostgres } from '../postgres/cluster.mjs';
import { CORES, cpuSecondsOfAll, describeMachine, pinGenerator, pinnedTo } from './support/machine.mjs';
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

const ONE_CORE = CORES?.server ?? '0';
const BOTH_CORES = CORES ? `${CORES.server},${CORES.generator}` : '0';

const ALONE = { way: 'one process, one core', cores: ONE_CORE, workers: 1 };
/** What a single process makes of a second core: the others have it. */
const HELPED = { way: 'one process, two cores', cores: BOTH_CORES, workers: 1 };
const SPREAD = { way: 'two workers, two cores', cores: BOTH_CORES, workers: 2 };
const WAYS = [ALONE, HELPED, SPREAD];

/** @typedef {{ database: string, way: string, cores: string, service: Service, questions: Parameters<typeof hammer>[1] }} Setup */
/** @typedef {{ perSecond: number, cpuMicros: number, generatorMicros: number, refused: number }} Found */
/** @typedef {(cores: string) => Promise<Record<string, string>>} Preparing what a service has to be told of its database */

/**
 * Look-ups (cadenza `GET user`) on one core and on two, in turn, over either database. Whatever takes part shares the
 * cores there are: the service, what drives it and PostgreSQL. So on one core all of them have that one, and on two both;
 * and what drives it is the lightest there is, its share told. About three minutes.
 *
 * @param {{ short: boolean, json: boolean }} options
 */
export async function run({ short, json }) {
  if (!CORES) throw new Error('Two cores and taskset are needed to tell what a second core is worth');
  const { rounds, seconds } = short ? { rounds: 2, seconds: 2 } : { rounds: 5, seconds: 5 };
  /** @type {Cluster[]} */
  const clusters = [];
  /** @type {Setup[]} */
  const setups = [];
  try {
    for (const [database, prepare] of databases(clusters)) {
      for (const { way, cores, workers } of WAYS) {
        progress(`starting ${database}, ${way}`);
        const environment = { WORKERS: String(workers), ...(await prepare(cores)) };
        setups.push(await setUp({ database, way, cores, environment }));
      }
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
    for (const cluster of clusters) await cluster.stop();
  }
}

/** @param {Cluster[]} clusters those that were started for it are added @returns {[string, Preparing][]} */
function databases(clusters) {
  const embedded = /** @type {[string, Preparing]} */ (['SQLite', () => Promise.resolve({})]);
  if (findPostgres() === undefined) return [embedded];
  const server = async (/** @type {string} */ cores) => {
    const cluster = await Cluster.start({ by: pinnedTo(cores) });
    clusters.push(cluster);
    return { DATABASE_URL: cluster.url, MASTER_KEY };
  };
  return [embedded, ['PostgreSQL', server]];
}

/**
 * @param {{ database: string, way: string, cores: string, environment: Record<string, string> }} wanted
 * @returns {Promise<Setup>}
 */
async function setUp({ database, way, cores, environment }) {
  const service = await Service.start({ BCRYPT_COST: '4', ...environment }, { cores });
  const people = await signUpPeople(service.url, PEOPLE);
  const questions = people.map(({ cadenza }, place) => ({
    path: '/api/v3/auth/user',
    headers: { authorization: `Bearer ${cadenza.accessToken}`, 'x-forwarded-for': `10.0.1.${place}` },
  }));
  pinGenerator(cores);
  await hammer(service.url, questions, WARM_UP_SECONDS);
  return { database, way, cores, service, questions };
}

/** @param {Setup} setup @param {number} seconds @returns {Promise<Found>} */
async function measure({ service, cores, questions }, seconds) {
  pinGenerator(cores);
  const before = cpuSecondsOfAll(service.pid);
  const { perSecond, answers, refused, generatorMicros } = await hammer(service.url, questions, seconds);
  return { perSecond, refused, generatorMicros, cpuMicros: ((cpuSecondsOfAll(service.pid) - before) * 1e6) / answers };
}

/** @param {Map<Setup, Found[]>} found @param {{ json: boolean, rounds: number, seconds: number }} how */
function report(found, { json, rounds, seconds }) {
  const rows = [...found].map(([{ database, way }, all]) => ({
    database,
    way,
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    cpuMicros: median(all.map(({ cpuMicros }) => cpuMicros)),
    generatorMicros: median(all.map(({ generatorMicros }) => generatorMicros)),
    refused: all.reduce((sum, { refused }) => sum + refused, 0),
  }));
  const ratios = rows.flatMap((row) => {
    const one = rows.find(({ database, way }) => database === row.database && way === ALONE.way);
    if (row.way !== SPREAD.way || !one) return [];
    return [{ database: row.database, ratio: row.perSecond / one.perSecond }];
  });
  const machine = { ...describeMachine(), pinning: 'all that takes part on the same core or cores' };
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, rounds, seconds, target: TARGET, rows, ratios }, null, 2)}\n`);
    return;
  }
  const head = ['', '', '/s', 'CPU µs', 'generator CPU µs', 'not 200'];
  const lines = rows.map((row) => [
    row.database,
    row.way,
    figure(row.perSecond),
    figure(row.cpuMicros, 1),
    figure(row.generatorMicros, 1),
    figure(row.refused),
  ]);
  const told = ratios.map(
    ({ database, ratio }) => `${database}: two cores to one ${figure(ratio, 2)}, wanted ≥ ${TARGET}\n`,
  );
  process.stdout.write(
    `${Object.values(machine).join('; ')}\nmedians of ${rounds} rounds of ${seconds} s\n\n` +
      `${table([head, ...lines])}\n${told.join('')}`,
  );
}
