import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';

/** What a server needs to be started with, so that its statements can be written down later. PostgreSQL 15 or newer. */
export const LOGGING = ['logging_collector=on', 'log_destination=jsonlog', 'log_directory=log', 'log_min_messages=log'];

const FLUSH_MS = 500;

/** @typedef {{ text: string, values: (string | null)[] }} Statement */

/**
 * Every statement that the server is asked while the work is done, with its values, in order.
 *
 * @param {import('../../postgres/cluster.mjs').Cluster} cluster
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Statement[]>}
 */
export async function statementsOf(cluster, work) {
  await sql(cluster, ["ALTER SYSTEM SET log_statement = 'all'", 'SELECT pg_reload_conf()']);
  await sleep(FLUSH_MS);
  const before = logOf(cluster).length;
  await work();
  await sleep(FLUSH_MS);
  const log = logOf(cluster).slice(before);
  await sql(cluster, ['ALTER SYSTEM RESET log_statement', 'SELECT pg_reload_conf()']);
  return log.trim().split('\n').flatMap(statementIn);
}

/** @param {import('../../postgres/cluster.mjs').Cluster} cluster @param {readonly string[]} statements */
export async function sql({ url }, statements) {
  const source = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
  try {
    /** @type {unknown[]} */
    const answers = [];
    for (const statement of statements) answers.push(await source.query(statement));
    return answers;
  } finally {
    await source.destroy();
  }
}

/** @param {import('../../postgres/cluster.mjs').Cluster} cluster */
function logOf({ folder }) {
  const directory = join(folder, 'data/log');
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
  return files.map((file) => readFileSync(join(directory, file), 'utf8')).join('');
}

/** @param {string} line @returns {Statement[]} */
function statementIn(line) {
  /** @type {{ message?: string, detail?: string }} */
  const { message = '', detail = '' } = JSON.parse(line);
  const [, text] = /^(?:statement|execute [^:]+): (.*)$/s.exec(message) ?? [];
  if (text === undefined) return [];
  const values = [...detail.matchAll(/\$\d+ = (NULL|'((?:[^']|'')*)')/g)];
  return [{ text, values: values.map(([, whole, inner]) => (whole === 'NULL' ? null : (inner ?? ''))) }];
}
