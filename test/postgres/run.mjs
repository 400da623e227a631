/**
 * `npm run test:postgres`: everything that touches the database, over again on PostgreSQL; with a path, some of it, and
 * with `--essential` that in which the engine shows most, besides the paths.
 * `TEST_POSTGRES_URL` names a server to use; otherwise one is started for the time of the run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ensureBuilt, ensureInstalled, ROOT } from '../../libs/platform/launch/ensure.mjs';

const TOUCHES_THE_DATABASE = [
  'libs/core/',
  'libs/platform/src/(database|mail)/',
  'test/(account|administration|audit|cli|dialects|journeys|mailbox|migrations|operations|pages)/',
  'test/(postgres|processes|security|sweeping)/',
];

/** Every operation of every dialect, lists, races, upgrades and several processes; of the dialects nothing that is refused unread. */
const ESSENTIAL = [
  'libs/core/src/sessions/',
  'libs/platform/src/database/',
  'test/(administration|migrations|postgres|sweeping)/',
  'test/dialects/[a-z]+/(?!bad-input|envelope)',
  'test/processes/(outbox|sessions)',
  'test/security/(refresh-races|single-use)',
];

const NODE = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
const JEST = ['node_modules/jest/bin/jest.js', '--config', 'test/jest.config.mjs'];

ensureInstalled();
ensureBuilt();
const { Cluster, findPostgres } = await import('./cluster.mjs');

/** @param {string} url */
async function runTests(url) {
  const given = process.argv.slice(2);
  const chosen = given.filter((argument) => argument !== '--essential');
  const isAll = chosen.every((argument) => argument.startsWith('--'));
  const all = isAll ? TOUCHES_THE_DATABASE : [];
  const command = [...NODE, ...JEST, ...chosen, ...(given.includes('--essential') ? ESSENTIAL : all)];
  const environment = { ...process.env, TEST_POSTGRES_URL: url };
  const tests = spawn(process.execPath, command, { cwd: ROOT, stdio: 'inherit', env: environment });
  const [code] = await once(tests, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
}

const { TEST_POSTGRES_URL: url, CI } = process.env;
if (url) {
  await runTests(url);
} else if (findPostgres()) {
  const cluster = await Cluster.start({ isHasty: true });
  process.once('SIGINT', () => void cluster.stop());
  await runTests(cluster.url).finally(() => cluster.stop());
} else {
  const missing =
    'There is no PostgreSQL server on this machine: install it (Debian: postgresql) or set TEST_POSTGRES_URL';
  console.log(CI === 'true' ? missing : `${missing}.\nSkipped: nothing was tested.`);
  process.exitCode = CI === 'true' ? 1 : 0;
}
