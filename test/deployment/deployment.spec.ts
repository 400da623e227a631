import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { validate as faultsOfDockerfile } from 'dockerfile-utils';
import { load } from 'js-yaml';
import { configurationFrom } from '../../apps/identity/src/configuration.js';
import { type OperationsConfig, operationsSection } from '../../apps/identity/src/operations/operations.config.js';

const ROOT = join(import.meta.dirname, '../..');
const KUBERNETES = join(ROOT, 'deployment/kubernetes');
const require = createRequire(import.meta.url);

type Variables = Readonly<Record<string, string>>;

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly data?: Variables;
  readonly stringData?: Variables;
}

interface Compose {
  readonly services: {
    readonly identity: { readonly environment: Variables; readonly stop_grace_period: string };
  };
}

const GIVEN: Variables = { MASTER_KEY: Buffer.alloc(32, 7).toString('base64'), POSTGRES_PASSWORD: 'chosen' };

const VARIABLES = new Set([...textOf('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name));

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function manifest(file: string): Manifest {
  return load(readFileSync(join(KUBERNETES, file), 'utf8')) as Manifest;
}

/** With the variables put in as compose does: `${NAME:-default}` and `${NAME:?complaint}`. */
function substituted(environment: Variables): Variables {
  const put = (text: string) =>
    text.replace(
      /\$\{(\w+):([-?])([^}]*)\}/g,
      (_, name: string, kind: string, rest: string) => GIVEN[name] ?? (kind === '-' ? rest : `missing ${name}`),
    );
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, put(value)]));
}

function stopSeconds(environment: Variables): number {
  const operations = configurationFrom(environment).get(operationsSection.token) as OperationsConfig;
  return operations.stopDelaySeconds + operations.stopTimeoutSeconds;
}

describe('Dockerfile', () => {
  it('has no fault that the linter knows', () => {
    expect(faultsOfDockerfile(textOf('Dockerfile'))).toEqual([]);
  });

  it('runs what the build makes, and not as root', () => {
    expect(textOf('Dockerfile')).toMatch(/^USER node$/m);
    expect(textOf('Dockerfile')).toMatch(/^CMD \["node", "dist\/apps\/identity\/src\/main\.js"\]$/m);
  });
});

describe('compose.yaml', () => {
  const { identity } = (load(textOf('compose.yaml')) as Compose).services;

  it('has no fault that the linter knows', () => {
    const linter = join(ROOT, 'node_modules/dclint/bin/dclint.cjs');
    const { status, stdout } = spawnSync(process.execPath, [linter, 'compose.yaml'], { cwd: ROOT, encoding: 'utf8' });

    expect({ status, stdout: stdout.trim() }).toEqual({ status: 0, stdout: '' });
  });

  it('configures the service without a fault, for production, with variables that there are', () => {
    expect(Object.keys(identity.environment).filter((name) => !VARIABLES.has(name))).toEqual([]);
    expect(() => configurationFrom(substituted(identity.environment))).not.toThrow();
  });

  it('leaves it the time it takes to stop', () => {
    expect(Number.parseInt(identity.stop_grace_period, 10)).toBeGreaterThan(
      stopSeconds(substituted(identity.environment)),
    );
  });
});

describe('the manifests for Kubernetes', () => {
  const files = readdirSync(KUBERNETES).filter((file) => file !== 'kustomization.yaml');

  it.each(files)('%s has the shape that its kind asks for', (file) => {
    const { apiVersion, kind, ...body } = manifest(file);
    const models = require(`kubernetes-models/${apiVersion}`) as Record<
      string,
      new (body: object) => { validate(): void }
    >;
    const Model = models[kind];

    expect(Model).toBeDefined();
    expect(() => Model && new Model(body).validate()).not.toThrow();
  });

  it('are all listed, but for the example of a secret', () => {
    const { resources } = load(readFileSync(join(KUBERNETES, 'kustomization.yaml'), 'utf8')) as { resources: string[] };

    expect([...resources].sort()).toEqual(files.filter((file) => !file.includes('example')).sort());
  });

  it('configure the service without a fault, and leave it the time it takes to stop', () => {
    const environment = {
      ...manifest('configuration.yaml').data,
      ...manifest('secret.example.yaml').stringData,
      MASTER_KEY: GIVEN.MASTER_KEY ?? '',
    };
    const pod = JSON.stringify(manifest('deployment.yaml'));
    const grace = Number(/"terminationGracePeriodSeconds":(\d+)/.exec(pod)?.[1]);

    expect(Object.keys(environment).filter((name) => !VARIABLES.has(name))).toEqual([]);
    expect(grace).toBeGreaterThan(stopSeconds(environment));
  });
});

describe('the systemd unit', () => {
  const unit = textOf('deployment/systemd/rosetta.service');

  it('starts what the build makes, and writes nowhere but to its own state', () => {
    expect(unit).toMatch(/^ExecStart=\/usr\/bin\/node dist\/apps\/identity\/src\/main\.js$/m);
    expect(unit).toMatch(/^ProtectSystem=strict$/m);
    expect(/^Environment=(\w+)=(.*)$/m.exec(unit)?.slice(1)).toEqual(['DATA_DIR', '/var/lib/rosetta']);
  });
});
