import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/free-port.mjs';
import { CORES } from './machine.mjs';
import { Program } from './program.mjs';

const ENTRY = fileURLToPath(new URL('../../../dist/apps/identity/src/main.js', import.meta.url));
const LISTENING = /-d '.*'\n/;

/** Limits and all, but at the level outside of production, at which a request leaves no line in the log. */
const ENVIRONMENT = { BCRYPT_COST: '10', HASH_WORKERS: '1', TRUST_PROXY: '1', HOST: '127.0.0.1', LOG_LEVEL: 'warn' };

/** The built service on a database of its own, below the temporary folder or on the server that `DATABASE_URL` names. */
export class Service {
  /** @param {Record<string, string>} environment @param {{ cores?: string | undefined, more?: string[], entry?: string }} options */
  constructor(environment, options) {
    this.directory = mkdtempSync(join(tmpdir(), 'rosetta-bench-'));
    this.environment = environment;
    this.options = options;
    this.url = '';
    /** @type {Program | undefined} */
    this.program = undefined;
    this.startMs = Number.NaN;
  }

  /**
   * @param {Record<string, string>} [environment]
   * @param {{ cores?: string | undefined, more?: string[], entry?: string }} [options]
   */
  static async start(environment = {}, options = { cores: CORES?.server }) {
    const service = new Service(environment, options);
    await service.launch();
    return service;
  }

  get pid() {
    return this.program?.pid ?? 0;
  }

  /** Starts it over what it has kept. @param {Record<string, string>} [environment] from now on, on top of the rest */
  async launch(environment = {}) {
    this.environment = { ...this.environment, ...environment };
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const place = { DATA_DIR: this.directory, PORT: String(port) };
    this.program = new Program(this.options.entry ?? ENTRY, {
      ...this.options,
      environment: { ...ENVIRONMENT, ...place, ...this.environment },
      cwd: this.directory,
    });
    this.startMs = await this.program.whenPrinted(LISTENING);
  }

  async stop() {
    await this.program?.stop();
  }

  async end() {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
