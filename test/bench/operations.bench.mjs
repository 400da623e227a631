import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.mjs';
import { drive } from './support/load.mjs';
import { CORES, describeMachine } from './support/machine.mjs';
import { always, OPERATIONS } from './support/operations.mjs';
import { call, signUpPeople } from './support/people.mjs';
import { progress } from './support/progress.mjs';
import { Program } from './support/program.mjs';
import { Service } from './support/service.mjs';
import { median } from './support/statistics.mjs';
import { figure, table } from './support/table.mjs';

/** @typedef {import('./support/load.mjs').Measured} Measured */
/** @typedef {{ name: string, ceiling?: string, target?: number, measure: (seconds: number) => Promise<Measured> }} Entry */

const CALLERS = 32;
const LOGGING_IN = 8;
const FULL = { rounds: 5, seconds: 4 };
const SHORT = { rounds: 2, seconds: 1 };

const NEST = 'Nest on Fastify, hello';
const UPDATE = 'durable SQLite update, bare';
const SIGN = 'ES256 signature, bare';
const COMPARE = 'bcrypt.compare over node:http';

/** Which ceiling each operation is held against, and what share of it is wanted. */
const HELD_AGAINST = new Map([
  ['cadenza user', { ceiling: NEST, target: 0.4 }],
  ['gravscale info', { ceiling: NEST, target: 0.4 }],
  ['kleister verify', { ceiling: NEST, target: 0.4 }],
  ['cadenza refresh', { ceiling: UPDATE, target: 0.25 }],
  ['gravscale refresh', { ceiling: UPDATE, target: 0.25 }],
  ['nap refresh', { ceiling: UPDATE, target: 0.25 }],
  ['kleister refresh', { ceiling: UPDATE, target: 0.25 }],
  ['authservice login/client', { ceiling: SIGN, target: 0.3 }],
  ['authservice client', { ceiling: COMPARE, target: 0.95 }],
  ['cadenza login', { ceiling: COMPARE, target: 0.95 }],
  ['gravscale sign-in', { ceiling: COMPARE, target: 0.95 }],
  ['kleister login', { ceiling: COMPARE, target: 0.95 }],
  ['nap login', { ceiling: COMPARE, target: 0.95 }],
]);

/** Operations of several dialects that do the same work: none should cost more than 15 % more or less than the others. */
const SAME_WORK = {
  'look-up': ['cadenza user', 'gravscale info', 'kleister verify'],
  refresh: ['cadenza refresh', 'gravscale refresh', 'nap refresh', 'kleister refresh'],
  'log-in': ['authservice client', 'cadenza login', 'gravscale sign-in', 'kleister login', 'nap login'],
};

/** @param {{ short: boolean, json: boolean }} options */
export async function run({ short, json }) {
  const { rounds, seconds } = short ? SHORT : FULL;
  /** @type {(Program | Service)[]} */
  const running = [];
  try {
    const entries = [...(await ceilings(running)), ...(await operations(running))];
    /** @type {Map<string, Measured[]>} */
    const results = new Map(entries.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      progress(`round ${round + 1} of ${rounds}`);
      for (const { name, measure } of entries) results.get(name)?.push(await measure(seconds));
    }
    report(summarised(entries, results), { json, rounds, seconds });
  } finally {
    for (const program of running) await ('end' in program ? program.end() : program.stop());
  }
}

/** @param {(Program | Service)[]} running @returns {Promise<Entry[]>} */
async function ceilings(running) {
  const start = async (/** @type {string} */ file) => {
    const port = await freePort();
    const program = new Program(fileURLToPath(new URL(`./ceilings/${file}.mjs`, import.meta.url)), {
      cores: CORES?.server,
      environment: { PORT: String(port) },
    });
    running.push(program);
    await program.whenPrinted(/listening/);
    return { program, url: `http://127.0.0.1:${port}`, pid: program.pid };
  };
  const http = await start('hello-http');
  const nest = await start('hello-nest');
  const compare = await start('compare-http');
  const loops = await start('loops');
  const asking =
    (/** @type {typeof http} */ server, callers = CALLERS) =>
    (/** @type {number} */ seconds) =>
      drive(
        server,
        Array.from({ length: callers }, () => always({ method: 'GET', path: '/hello' })),
        seconds,
      );
  const looping = (/** @type {string} */ work) => async (/** @type {number} */ seconds) => {
    const { count = 0, elapsed = 0, cpu = 0 } = await loops.program.ask({ work, seconds });
    return { perSecond: count / elapsed, cpuMicros: (cpu * 1e6) / count };
  };
  return [
    { name: 'node:http, hello', measure: asking(http) },
    { name: NEST, measure: asking(nest) },
    { name: UPDATE, measure: looping('update') },
    { name: SIGN, measure: looping('sign') },
    { name: COMPARE, measure: asking(compare, LOGGING_IN) },
  ];
}

/** @param {(Program | Service)[]} running @returns {Promise<Entry[]>} */
async function operations(running) {
  // Accounts are made with cheap hashes; the first log-in with the real ones brings them up to date.
  const service = await Service.start({ BCRYPT_COST: '4' });
  running.push(service);
  const people = await signUpPeople(service.url, CALLERS);
  await service.stop();
  await service.launch({ BCRYPT_COST: '10' });
  for (const { email, password } of people.slice(0, LOGGING_IN)) {
    await call(service.url, 'POST', '/api/v3/auth/login', { body: { email, password } });
  }
  return Object.entries(OPERATIONS).map(([name, callerOf]) => {
    const isLogin = HELD_AGAINST.get(name)?.ceiling === COMPARE;
    const callers = people.slice(0, isLogin ? LOGGING_IN : CALLERS).map(callerOf);
    return { name, ...HELD_AGAINST.get(name), measure: (seconds) => drive(service, callers, seconds) };
  });
}

/** The median of all rounds, figure by figure. @param {readonly Entry[]} entries @param {Map<string, Measured[]>} results */
function summarised(entries, results) {
  const medians = new Map(
    [...results].map(([name, measured]) => {
      const of = (/** @type {(one: Measured) => number | undefined} */ pick) =>
        median(measured.map((one) => pick(one) ?? Number.NaN));
      return [
        name,
        {
          perSecond: of((one) => one.perSecond),
          p50: of((one) => one.p50),
          p99: of((one) => one.p99),
          cpuMicros: of((one) => one.cpuMicros),
          mib: of((one) => one.mib),
        },
      ];
    }),
  );
  return entries.map(({ name, ceiling, target }) => {
    const own = medians.get(name);
    const above = ceiling === undefined ? undefined : medians.get(ceiling);
    const refused = results
      .get(name)
      ?.flatMap(({ statuses = {} }) => Object.entries(statuses).filter(([status]) => status !== '200'));
    return {
      name,
      ...own,
      ...(above &&
        own && {
          ceiling,
          target,
          ratio: own.perSecond / above.perSecond,
          /** The same in processor time, which the neighbours of a busy machine disturb less. */
          cpuRatio: above.cpuMicros / own.cpuMicros,
        }),
      ...(refused?.length && { refused }),
    };
  });
}

/** Each dialect next to the median of those that do the same. @param {ReturnType<typeof summarised>} rows */
function sideBySide(rows) {
  return Object.entries(SAME_WORK).flatMap(([work, names]) => {
    const same = rows.filter(({ name }) => names.includes(name));
    const perSecond = median(same.map((row) => row.perSecond ?? Number.NaN));
    const cpuMicros = median(same.map((row) => row.cpuMicros ?? Number.NaN));
    return same.map((row) => ({
      work,
      name: row.name,
      ratio: (row.perSecond ?? Number.NaN) / perSecond,
      cpuRatio: cpuMicros / (row.cpuMicros ?? Number.NaN),
    }));
  });
}

/** @param {ReturnType<typeof summarised>} rows @param {{ json: boolean, rounds: number, seconds: number }} how */
function report(rows, { json, rounds, seconds }) {
  const machine = describeMachine();
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ machine, rounds, seconds, rows, sameWork: sideBySide(rows) }, null, 2)}\n`,
    );
    return;
  }
  const head = ['', '/s', 'p50 ms', 'p99 ms', 'CPU µs', 'MiB', 'ratio', 'by CPU', 'wanted'];
  const lines = rows.map(({ name, perSecond, p50, p99, cpuMicros, mib, ratio, cpuRatio, target }) => [
    name,
    figure(perSecond, perSecond !== undefined && perSecond < 100 ? 1 : 0),
    figure(p50, 2),
    figure(p99, 2),
    figure(cpuMicros, 1),
    figure(mib),
    figure(ratio, 3),
    figure(cpuRatio, 3),
    figure(target, 2),
  ]);
  process.stdout.write(
    `${Object.values(machine).join('; ')}\nmedians of ${rounds} rounds of ${seconds} s\n\n${table([head, ...lines])}`,
  );
  const beside = sideBySide(rows).map(({ work, name, ratio, cpuRatio }) => [
    name,
    work,
    figure(ratio, 2),
    figure(cpuRatio, 2),
  ]);
  process.stdout.write(
    `\nthe same work in several dialects, next to their median; wanted 0.85–1.15\n\n${table([['', 'work', 'ratio', 'by CPU'], ...beside])}`,
  );
  for (const { name, refused } of rows)
    if (refused) process.stdout.write(`${name} was also answered ${JSON.stringify(refused)}\n`);
}
