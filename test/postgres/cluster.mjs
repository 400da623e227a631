/** A PostgreSQL server of one's own: made empty, started on a free port of the loopback address, gone when it is stopped. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.mjs';
import { PATIENCE_MS } from '../support/patience.mjs';

const DEBIAN = '/usr/lib/postgresql';

/** What makes a server quick that nobody minds losing with the machine. A crash of a process loses nothing even so. */
const HASTY = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  ...['wal_level=minimal', 'max_wal_senders=0', 'checkpoint_timeout=1h', 'autovacuum=off'],
];
const SETTINGS = ['max_connections=200', 'shared_buffers=64MB', 'unix_socket_directories=', 'log_min_messages=fatal'];

/** The folder of the server's programs: on the path, or where Debian puts them, the newest first. */
export function findPostgres() {
  const onPath = (process.env.PATH ?? '').split(delimiter);
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [...onPath, ...versions.map((version) => join(DEBIAN, version, 'bin'))];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/**
 * @typedef {object} ClusterOptions
 * @property {boolean} [isHasty]
 * @property {readonly string[]} [settings] as in postgresql.conf
 * @property {{ readonly certificateFile: string, readonly keyFile: string }} [certificate] with it TLS is to be had
 * @property {readonly string[]} [by] a command that starts the server as its last argument says
 */

export class Cluster {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #server;

  /**
   * @param {string} programs
   * @param {number} port
   * @param {ClusterOptions} options
   */
  constructor(programs, port, { isHasty = false, settings = [], certificate, by = [] }) {
    this.programs = programs;
    this.port = port;
    this.folder = mkdtempSync(join(tmpdir(), 'rosetta-postgres-'));
    this.certificate = certificate;
    this.by = by;
    const tls = ['ssl=on', `ssl_cert_file=${this.folder}/server.pem`, `ssl_key_file=${this.folder}/server.key`];
    this.settings = [...SETTINGS, ...(isHasty ? HASTY : []), ...(certificate ? tls : []), ...settings];
    this.url = `postgres://rosetta:rosetta@127.0.0.1:${port}/postgres`;
  }

  /**
   * @param {ClusterOptions} [options]
   * @returns {Promise<Cluster>}
   * @throws {Error} when there is no PostgreSQL here
   */
  static async start(options = {}) {
    const programs = findPostgres();
    if (programs === undefined) throw new Error('There is no PostgreSQL server on this machine (initdb, postgres)');
    const cluster = new Cluster(programs, await freePort(), options);
    cluster.#make();
    await cluster.launch();
    return cluster;
  }

  /** Returns once it takes connections. */
  async launch() {
    const settings = [`port=${this.port}`, 'listen_addresses=127.0.0.1', ...this.settings];
    const args = ['-D', join(this.folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
    const [command = '', ...rest] = [...this.by, join(this.programs, 'postgres'), ...args];
    const server = spawn(command, rest, { ...owner(), cwd: this.folder, stdio: 'ignore' });
    this.#server = server;
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await answers(this.port))) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`);
      if (performance.now() > deadline) throw new Error('PostgreSQL takes no connections');
      await sleep(50);
    }
  }

  /**
   * Ends the server without a word to those connected (SIGINT, a fast shutdown) or without one to anybody (SIGKILL).
   *
   * @param {'SIGINT' | 'SIGKILL'} [signal]
   */
  async halt(signal = 'SIGINT') {
    const server = this.#server;
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  }

  async stop() {
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A password rather than trust: the port is open to whoever is on this machine. */
  #make() {
    const { uid, gid } = owner();
    const secret = join(this.folder, 'password');
    writeFileSync(secret, 'rosetta\n');
    const owned = [this.folder, secret, ...this.#copyCertificate()];
    if (uid !== undefined && gid !== undefined) for (const path of owned) chownSync(path, uid, gid);
    const args = ['-D', join(this.folder, 'data'), '-U', 'rosetta', '--encoding=UTF8', '--locale=C', '--no-sync'];
    const login = ['--auth=scram-sha-256', `--pwfile=${secret}`];
    const options = { ...owner(), cwd: this.folder, encoding: /** @type {const} */ ('utf8') };
    const { status, stderr } = spawnSync(join(this.programs, 'initdb'), [...args, ...login], options);
    if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
  }

  /** The server takes no key that anybody but itself may read. */
  #copyCertificate() {
    if (!this.certificate) return [];
    const [certificate, key] = [join(this.folder, 'server.pem'), join(this.folder, 'server.key')];
    copyFileSync(this.certificate.certificateFile, certificate);
    copyFileSync(this.certificate.keyFile, key);
    chmodSync(key, 0o600);
    return [certificate, key];
  }
}

/**
 * PostgreSQL refuses to run as root: then it runs as the user that Debian makes for it, or as nobody.
 *
 * @returns {{ uid?: number, gid?: number }}
 */
function owner() {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return user ? { uid: Number(user[2]), gid: Number(user[3]) } : {};
}

/**
 * Whether a PostgreSQL behind that port is past starting up: it then asks for a password instead of refusing.
 *
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  const parameters = 'user\0rosetta\0database\0postgres\0\0';
  const greeting = Buffer.alloc(8 + parameters.length);
  greeting.writeInt32BE(greeting.length, 0);
  greeting.writeInt32BE(3 << 16, 4);
  greeting.write(parameters, 8, 'latin1');
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write(greeting));
    socket.once('data', (data) => {
      resolve(data[0] === 'R'.charCodeAt(0));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
