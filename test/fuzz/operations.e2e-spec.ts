import { Random } from '#platform/random';
import { exchange } from '../support/exchange.js';
import { ServiceProcess } from '../support/service-process.js';
import { operationsServedBy } from './documented-operations.js';
import { fuzz } from './fuzz.js';
import { KnownValues } from './known-values.js';

/** `npm run fuzz` asks for more of it, and tells the seed of an earlier run to see that one again. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1200);
const SEED = Number(process.env.FUZZ_SEED ?? new Random().bytes(4).readUInt32BE() % 2 ** 31);

/** Every new account is a superadmin, and addresses are believed, so that neither closes a door for good. */
const ENVIRONMENT = { SELF_REGISTRATION_ROLES: 'user,guest,superadmin', TRUST_PROXY: '1', LOG_LEVEL: 'error' };

async function memoryOf({ url }: ServiceProcess): Promise<string> {
  const { body } = await exchange(`${url}/metrics`, 'GET');
  const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(String(body))?.[1]);
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

describe('any request at all', () => {
  let service: ServiceProcess;

  beforeAll(async () => {
    service = await ServiceProcess.start(ENVIRONMENT);
  });
  afterAll(() => service.end());

  it(`gets a documented answer, and none that is our fault (seed ${SEED})`, async () => {
    const operations = await operationsServedBy(service.url);
    const known = new KnownValues(service.url);
    const warm = await fuzz(known, Math.ceil(REQUESTS / 4), SEED);
    const before = await memoryOf(service);
    const report = await fuzz(known, REQUESTS - warm.requests, SEED + 1);
    const after = await memoryOf(service);
    process.stdout.write(`fuzz, seed ${SEED}: ${JSON.stringify({ ...report, memory: { before, after } })}\n`);

    expect(warm.requests + report.requests).toBe(REQUESTS);
    expect(report.operations.asked).toBe(operations.length);
    expect((await exchange(`${service.url}/health/ready`, 'GET')).status).toBe(200);
  }, 3_600_000);
});
