/** `npm run fuzz`: 20 000 requests to all operations, or as many as given; a seed after that repeats a run. */
import { spawnSync } from 'node:child_process';

const [requests = '20000', seed] = process.argv.slice(2);
const environment = { ...process.env, FUZZ_REQUESTS: requests, ...(seed !== undefined && { FUZZ_SEED: seed }) };
const command = ['test/run.mjs', 'test/fuzz/operations'];
process.exitCode = spawnSync(process.execPath, command, { env: environment, stdio: 'inherit' }).status ?? 1;
