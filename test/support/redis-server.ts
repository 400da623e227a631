import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { ServerCertificate } from './certificates.js';
import { freePort } from './free-port.mjs';
import { PATIENCE_MS } from './patience.mjs';

/** A Redis of a test's own, on a free port of the loopback address, that keeps nothing on disk. */
export interface TestRedis {
  readonly url: string;
  /** Stops answering, without closing a connection, until it goes on. */
  pause(): void;
  goOn(): void;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** On the same port, with nothing in it. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Whether tests have to do without a Redis. Told once, with the reason; where nothing may pass by not being
 * run (`CI=true`) they do not do without: they fail.
 */
export function withoutRedis(): boolean {
  const isThere = spawnSync('redis-server', ['--version']).status === 0;
  if (isThere || process.env.CI === 'true') return false;
  process.stderr.write('Not run against Redis: there is no redis-server on the PATH.\n');
  return true;
}

/** `describe` for tests that are nothing without a Redis: those are counted as skipped where they do without. */
export function describeWithRedis(name: string, tests: () => void): void {
  // eslint-disable-next-line no-restricted-syntax -- no plan for later: it is run wherever there is a server
  (withoutRedis() ? describe.skip : describe)(name, tests);
}

/** With the certificate of a server it takes connections over TLS alone. */
export async function startSecureRedis({ certificateFile, keyFile }: ServerCertificate): Promise<TestRedis> {
  const port = await freePort();
  const tls = ['--tls-port', String(port), '--tls-cert-file', certificateFile, '--tls-key-file', keyFile];
  return redisAt(`rediss://localhost:${port}`, ['--port', '0', ...tls, '--tls-auth-clients', 'no']);
}

export async function startRedis(...settings: readonly string[]): Promise<TestRedis> {
  const port = await freePort();
  return redisAt(`redis://127.0.0.1:${port}`, ['--port', String(port), ...settings]);
}

async function redisAt(url: string, settings: readonly string[]): Promise<TestRedis> {
  let server = await launch(settings);
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  };
  return {
    url,
    pause: () => void server.kill('SIGSTOP'),
    goOn: () => void server.kill('SIGCONT'),
    kill,
    restart: async () => {
      await kill();
      server = await launch(settings);
    },
    stop: kill,
  };
}

async function launch(settings: readonly string[]): Promise<ChildProcess> {
  const server = spawn('redis-server', ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...settings], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const deadline = setTimeout(() => {
      reject(new Error(`redis-server is not ready in time; printed: ${printed}`));
    }, PATIENCE_MS);
    const end = (settle: () => void) => {
      clearTimeout(deadline);
      settle();
    };
    server.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Ready to accept connections')) end(resolve);
    });
    server.once('error', (error) => {
      end(() => {
        reject(error);
      });
    });
    server.once('exit', (code) => {
      end(() => {
        reject(new Error(`redis-server ended with ${String(code)}; printed: ${printed}`));
      });
    });
  });
  return server;
}
