import { CommandLine } from '../support/command-line.js';
import { createTestDatabase, type TestDatabase } from '../support/databases.js';
import { exchange } from '../support/exchange.js';
import { witness } from '../support/secrecy/witness.js';
import { type Memory, ServiceProcess } from '../support/service-process.js';
import { operationsServedBy } from './documented-operations.js';
import { fuzz } from './fuzz.js';
import { KnownValues } from './known-values.js';
import { SEED } from './seed.js';

/** `npm run fuzz` asks for more of it, and something else each time. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1200);

/** Every new account is a superadmin, and addresses are believed, so that neither closes a door for good. */
const ENVIRONMENT = {
  SELF_REGISTRATION_ROLES: 'user,guest,superadmin',
  TRUST_PROXY: '1',
  MULTI_TENANCY: 'true',
  LOG_LEVEL: 'error',
};

/** Enough for each operation to be asked some hundred times. */
const MANY = 20_000;

/** A record in the DNS, which nobody has made, is what it asks for. */
const NEVER = ['POST /admin/v1/organizations/{id}/domains/{domainId}/verify'];

/** How often along the way the service is asked for its memory. */
const LOOKS = 10;

/** What a request may leave in the heap until the caches are full, in bytes: less than anything made of it. */
const LEFT_PER_REQUEST = 512;

interface Look extends Memory {
  readonly requests: number;
}

const mebibytes = (bytes: number) => Math.round((bytes / 2 ** 20) * 10) / 10;

function inWords({ requests, heapUsed, external, rss }: Look): string {
  return `${requests}: heap ${mebibytes(heapUsed)}, external ${mebibytes(external)}, resident ${mebibytes(rss)} MiB`;
}

/** Bytes of the heap for each request between the first look and the last. */
function leftPerRequest(looks: readonly Look[]): number {
  const [first, last] = [looks.at(0), looks.at(-1)];
  if (!first || !last) throw new Error('nobody looked');
  return (last.heapUsed - first.heapUsed) / (last.requests - first.requests);
}

/** Each operation on a line of its own. */
const told = (report: object) =>
  JSON.stringify(report, undefined, 1).replace(/\n {2,}(?="?\d)|(?<=\d)\n {2,}(?=\})/g, ' ');

describe('any request at all', () => {
  let database: TestDatabase;
  let service: ServiceProcess;

  beforeAll(async () => {
    witness.lookAway();
    database = await createTestDatabase();
    service = await ServiceProcess.start(ENVIRONMENT, { database, tellsMemory: true });
  });
  afterAll(async () => {
    await service.end();
    await database.drop();
  });

  /** The id of a key, which only the command line makes. */
  async function apiKey(): Promise<string> {
    const rosetta = new CommandLine(service.directory, database.environment);
    const key = ['--name', 'fuzz', '--scope', 'accounts:read'];
    const made = await rosetta.json<{ id: string }>('apikey', 'create', ...key);
    return made.id;
  }

  it(`gets a documented answer, and none that is our fault (seed ${SEED})`, async () => {
    const operations = await operationsServedBy(service.url);
    const id = await apiKey();
    const known = new KnownValues(service.url, () => Promise.resolve(id));
    const looks: Look[] = [];
    const look = async (requests: number) => void looks.push({ requests, ...(await service.memory()) });
    const pause = { every: Math.ceil(REQUESTS / LOOKS), look };
    const report = await fuzz(known, { requests: REQUESTS, seed: SEED, pause });
    process.stdout.write(`fuzz, seed ${SEED}: ${told({ ...report, memory: looks.map(inWords) })}\n`);

    expect(report.requests).toBe(REQUESTS);
    expect(Object.keys(report.operations)).toHaveLength(operations.length);
    if (REQUESTS >= MANY) {
      expect(report.neverSucceeded).toEqual(NEVER);
      expect(leftPerRequest(looks)).toBeLessThan(LEFT_PER_REQUEST);
    }
    expect((await exchange(`${service.url}/health/ready`, 'GET')).status).toBe(200);
  }, 3_600_000);
});
