/**
 * Brings a clone to where it can run: installs what is missing, builds what has changed. Uses nothing but Node,
 * since it runs before anything is installed, and leaves standard output to whatever is run
 * afterwards. As a program: `node libs/platform/launch/ensure.mjs [installed|built]`.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const INSTALLED_STAMP = 'node_modules/.rosetta-lock';
const BUILT_STAMP = 'dist/.rosetta-build';

/** Has node_modules hold what package-lock.json says; takes no time when it does already. */
export function ensureInstalled() {
  refuseOldNode();
  const wanted = digest(read('package-lock.json'));
  if (readIfPresent(INSTALLED_STAMP) === wanted) return;
  if (!isInstalledByHand()) {
    console.error('Installing dependencies; compiling the SQLite driver can take a minute or two.');
    run('Installing', npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'));
  }
  writeFileSync(join(ROOT, INSTALLED_STAMP), wanted);
}

/** Has dist hold the build of the sources as they are now; takes no time when it does already. */
export function ensureBuilt() {
  const wanted = digest(...sources().flatMap((file) => [file, read(file)]));
  if (readIfPresent(BUILT_STAMP) === wanted) return;
  console.error('Building.');
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  run('Building', [process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'apps/tsconfig.build.json']);
  writeFileSync(join(ROOT, BUILT_STAMP), wanted);
}

function refuseOldNode() {
  const { node } = manifest('package.json').engines ?? {};
  if (!node || isWithin(node, process.versions.node)) return;
  fail(`Rosetta runs on Node ${node}; this is ${process.versions.node}.`);
}

/**
 * Whether a version is in a range made of `^a.b.c` and `>=a.b.c`, joined by `||`.
 *
 * @param {string} range
 * @param {string} version
 */
function isWithin(range, version) {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const [least = 0, leastMinor = 0, leastPatch = 0] = part
      .replace(/[^\d.]/g, '')
      .split('.')
      .map(Number);
    if (major !== least) return major > least && part.includes('>=');
    return minor > leastMinor || (minor === leastMinor && patch >= leastPatch);
  });
}

/**
 * Whether npm was run here by somebody else, and to the end: its own record of what lies in node_modules, written
 * last, then has every package of the lockfile in its version (but for those meant for other platforms).
 */
function isInstalledByHand() {
  if (!existsSync(join(ROOT, 'node_modules/.package-lock.json'))) return false;
  const wanted = manifest('package-lock.json').packages ?? {};
  const found = manifest('node_modules/.package-lock.json').packages ?? {};
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional === true || found[path]?.version === version,
  );
}

/** Everything that the build is made of, in a stable order. */
function sources() {
  const inFolders = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length)),
  );
  return [...inFolders, 'ormconfig.ts', 'tsconfig.json', 'package.json'].sort();
}

/** @param {string[]} parts */
function digest(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** @param {string} file */
function read(file) {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** @param {string} file */
function readIfPresent(file) {
  return existsSync(join(ROOT, file)) ? read(file) : undefined;
}

/**
 * @typedef {{ version?: string, optional?: boolean }} Locked
 * @typedef {{ engines?: { node?: string }, packages?: Record<string, Locked> }} Manifest
 * @param {string} file
 */
function manifest(file) {
  /** @type {Manifest} */
  const content = JSON.parse(read(file));
  return content;
}

/**
 * The npm that started this process, where one did; otherwise the one on the path.
 *
 * @param {string[]} args
 */
function npm(...args) {
  const starter = process.env.npm_execpath;
  return starter?.endsWith('npm-cli.js') ? [process.execPath, starter, ...args] : ['npm', ...args];
}

/**
 * @param {string} what
 * @param {string[]} command
 */
function run(what, [command = '', ...args]) {
  const shell = process.platform === 'win32' && command === 'npm';
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: ['inherit', process.stderr, 'inherit'], shell });
  if (status !== 0) fail(`${what} failed; what is wrong is said above.`);
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  if (process.argv[2] !== 'installed') ensureBuilt();
}
