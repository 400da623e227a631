/** A process that migrates for ever: takes the lock that migrations run under, says so, and does nothing more. */
import { join } from 'node:path';
import { DataSource } from 'typeorm';

const { DATABASE_URL: url, DATA_DIR = '' } = process.env;

if (url) {
  const source = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
  await source.createQueryRunner().query("SELECT pg_advisory_lock(hashtextextended('migrations', 0))");
} else {
  const database = join(DATA_DIR, 'rosetta.db.lock');
  await (await new DataSource({ type: 'better-sqlite3', database }).initialize()).query('BEGIN EXCLUSIVE');
}
process.stdout.write('held\n');
setInterval(() => undefined, 60_000);
