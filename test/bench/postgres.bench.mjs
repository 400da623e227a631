import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Cluster } from '../postgres/cluster.mjs';
import { drive } from './support/load.mjs';
import { describeMachine } from './support/machine.mjs';
import { callerOf } from './support/mixture.mjs';
import { signUpPeople } from './support/people.mjs';
import { progress } from './support/progress.mjs';
import { Service } from './support/service.mjs';
import { LOGGING, sql, statementsOf } from './support/statement-log.mjs';
import { median } from './support/statistics.mjs';
import { figure, table } from './support/table.mjs';

const CALLERS = 32;
const CONNECTIONS = 10;
const TARGET = 0.5;
const SESSION = 'bench-session-';
const REFRESH = 'cadenza refresh';

/** @typedef {import('./support/statement-log.mjs').Statement} Statement */

/**
 * A refresh over HTTP, and next to it pgbench with the very statements of one refresh, on the same durable server, with
 * the same number of connections, in turn. About a minute and a half.
 *
 * @param {{ short: boolean, json: boolean }} options
 */
export async function run({ short, json }) {
  const { rounds, seconds } = short ? { rounds: 2, seconds: 3 } : { rounds: 5, seconds: 6 };
  const directory = mkdtempSync(join(tmpdir(), 'rosetta-bench-'));
  const cluster = await Cluster.start({ settings: LOGGING });
  /** @type {Service | undefined} */
  let service;
  try {
    const environment = { BCRYPT_COST: '4', DATABASE_URL: cluster.url, DATABASE_POOL_SIZE: String(CONNECTIONS) };
    service = await Service.start(environment, { cores: undefined });
    const server = service;
    const callers = (await signUpPeople(service.url, CALLERS)).map((person) => callerOf(REFRESH, person));
    await drive(server, callers, 2);
    const statements = oneRefresh(await statementsOf(cluster, () => drive(server, callers.slice(0, 1), { amount: 3 })));
    const script = join(directory, 'refresh.sql');
    writeFileSync(script, await scriptOf(cluster, statements));
    await pgbench(cluster, script, 2);
    const found = { http: /** @type {number[]} */ ([]), pgbench: /** @type {number[]} */ ([]) };
    for (let round = 0; round < rounds; round++) {
      progress(`round ${round + 1} of ${rounds}`);
      found.http.push((await drive(server, callers, seconds)).perSecond);
      found.pgbench.push(await pgbench(cluster, script, seconds));
    }
    report({ http: median(found.http), pgbench: median(found.pgbench), statements, rounds, seconds }, json);
  } finally {
    await service?.end();
    await cluster.stop();
    rmSync(directory, { recursive: true });
  }
}

/** The last whole transaction. @param {readonly Statement[]} all */
function oneRefresh(all) {
  const end = all.findLastIndex(({ text }) => text === 'COMMIT');
  const begin = all.findLastIndex(({ text }, place) => place < end && /^(START TRANSACTION|BEGIN)/.test(text));
  const statements = all.slice(begin, end + 1);
  const hasRotated = statements.some(({ text }) => text.startsWith('UPDATE "sessions"'));
  if (begin < 0 || !hasRotated) throw new Error(`no refresh was seen in ${all.length} statements`);
  return statements;
}

/**
 * The statements for pgbench, values and all. So that they do the same again and again, each connection has a session of
 * its own, a copy of the one that was refreshed; it rotates to the digest that it has, and every event gets a new id.
 *
 * @param {Cluster} cluster
 * @param {readonly Statement[]} statements
 */
async function scriptOf(cluster, statements) {
  const rotation = statements.find(({ text }) => text.startsWith('UPDATE "sessions"'));
  const [, idPlace = ''] = /WHERE .*?"id" = \$(\d+)/.exec(rotation?.text ?? '') ?? [];
  const [, digestPlace = ''] = /WHERE .*"refresh_digest" = \$(\d+)/.exec(rotation?.text ?? '') ?? [];
  const id = rotation?.values[Number(idPlace) - 1];
  const digest = rotation?.values[Number(digestPlace) - 1];
  if (!id || !digest) throw new Error(`the rotation is not understood: ${rotation?.text}`);
  await copySession(cluster, id, digest);
  const rotated = rotation.values[0];
  const literal = (/** @type {string | null | undefined} */ value) => {
    if (value === null || value === undefined) return 'NULL';
    if (value === id) return `concat('${SESSION}', :client_id::text)`;
    return `'${value === rotated ? digest : value}'`;
  };
  return statements
    .map(({ text, values }) => {
      const isNew = /^(?:WITH one AS \()?INSERT/.test(text);
      const filled = text.replace(/\$(\d+)/g, (_, place) =>
        isNew && place === '1' ? 'gen_random_uuid()::text' : literal(values[Number(place) - 1]),
      );
      return `${filled};\n`;
    })
    .join('');
}

/** @param {Cluster} cluster @param {string} id @param {string} digest */
async function copySession(cluster, id, digest) {
  const [columns = []] = /** @type {{ name: string }[][]} */ (
    await sql(cluster, [
      "SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'sessions' ORDER BY ordinal_position",
    ])
  );
  const names = columns.map(({ name }) => name);
  const values = names.map((name) => {
    if (name === 'id') return `'${SESSION}' || number`;
    return name === 'refresh_digest' ? `'${digest}'` : name;
  });
  await sql(cluster, [
    `INSERT INTO sessions (${names.join()}) SELECT ${values.join()} FROM sessions, generate_series(0, ${CONNECTIONS - 1}) number WHERE id = '${id}'`,
  ]);
}

/** @param {Cluster} cluster @param {string} script @param {number} seconds @returns {Promise<number>} transactions a second */
async function pgbench({ programs, url }, script, seconds) {
  const { port } = new URL(url);
  const how = ['-n', '-M', 'prepared', '-c', String(CONNECTIONS), '-j', '1', '-T', String(seconds), '-f', script];
  const child = spawn('pgbench', [...how, '-h', '127.0.0.1', '-p', port, '-U', 'rosetta', 'postgres'], {
    env: { PATH: [process.env.PATH, programs].join(delimiter), PGPASSWORD: 'rosetta' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => (printed += String(chunk)));
  }
  await once(child, 'close');
  const [, perSecond] = /tps = ([\d.]+)/.exec(printed) ?? [];
  if (perSecond === undefined) throw new Error(`pgbench said: ${printed}`);
  return Number(perSecond);
}

/** @param {{ http: number, pgbench: number, statements: Statement[], rounds: number, seconds: number }} found @param {boolean} json */
function report({ http, pgbench: bare, statements, rounds, seconds }, json) {
  const machine = { ...describeMachine(), pinning: 'nothing pinned: server, service and generator share the cores' };
  const texts = statements.map(({ text }) => text);
  const ratio = http / bare;
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ machine, rounds, seconds, http, pgbench: bare, ratio, target: TARGET, statements: texts }, null, 2)}\n`,
    );
    return;
  }
  const lines = [
    [`${REFRESH} over HTTP`, figure(http, 1), figure(ratio, 2)],
    ['pgbench, the same statements', figure(bare, 1), figure(1, 2)],
  ];
  process.stdout.write(
    `${Object.values(machine).join('; ')}\nmedians of ${rounds} rounds of ${seconds} s, ${CONNECTIONS} connections\n\n` +
      `${table([['', '/s', 'ratio'], ...lines])}\nwanted ≥ ${TARGET}\n\nthe statements of one refresh:\n` +
      `${texts.map((text) => `  ${text.length > 110 ? `${text.slice(0, 110)}…` : text}`).join('\n')}\n`,
  );
}
