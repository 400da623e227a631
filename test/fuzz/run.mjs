/** `npm run fuzz`: 20 000 requests to all operations, or as many as given; other ones each time, unless a seed repeats a run. */
import { randomInt } from 'node:crypto';
import { spawnSync } from 'node:child_process';

const [requests = '20000', seed = String(randomInt(2 ** 31))] = process.argv.slice(2);
const environment = { ...process.env, FUZZ_REQUESTS: requests, FUZZ_SEED: seed };
const command = ['test/run.mjs', 'test/fuzz/operations'];
process.exitCode = spawnSync(process.execPath, command, { env: environment, stdio: 'inherit' }).status ?? 1;
