import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/*
 * Work without any HTTP, for as long as asked: told `{ work, seconds }` by the process that started this one, it
 * answers `{ count, elapsed, cpu }`, both times in seconds.
 */
const directory = mkdtempSync(join(tmpdir(), 'rosetta-ceiling-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
process.once('SIGTERM', () => process.exit());

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const claims = Buffer.from(JSON.stringify({ sub: 'x'.repeat(36), sid: 'x'.repeat(36), jti: 'x'.repeat(36), exp: 1e9 }));

/** One row of a hundred thousand changed and committed at a time, as safely as the service commits. */
function updates() {
  const database = new Database(join(directory, 'ceiling.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, digest TEXT)');
  const fill = database.prepare('INSERT OR IGNORE INTO sessions VALUES (?, ?)');
  const idOf = (/** @type {number} */ count) => `session-${String(count).padStart(28, '0')}`;
  database.transaction(() => {
    for (let count = 0; count < 100_000; count++) fill.run(idOf(count), 'none');
  })();
  const update = database.prepare('UPDATE sessions SET digest = ? WHERE id = ?');
  return (/** @type {number} */ round) => update.run(`digest-${round}`, idOf((round * 7919) % 100_000));
}

/** @type {Record<string, (round: number) => unknown>} */
const WORK = {
  sign: () => sign('sha256', claims, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  update: updates(),
};

/** Goes on from one asking to the next: an update that changes nothing would write nothing. */
let done = 0;

process.on('message', (/** @type {{ work: string, seconds: number }} */ { work, seconds }) => {
  const once = WORK[work] ?? (() => undefined);
  const startedAt = performance.now();
  const used = process.cpuUsage();
  let count = 0;
  while (performance.now() - startedAt < seconds * 1000) {
    once(done++);
    count++;
  }
  const { user, system } = process.cpuUsage(used);
  process.send?.({ count, elapsed: (performance.now() - startedAt) / 1000, cpu: (user + system) / 1e6 });
});
process.stdout.write('listening\n');
