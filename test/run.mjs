/** `npm test`: every test that needs no other server; `npm test -- <path>` runs some. */
import { spawnSync } from 'node:child_process';
import { ensureBuilt, ensureInstalled, ROOT } from '../libs/platform/launch/ensure.mjs';

const NODE = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
const JEST = ['node_modules/jest/bin/jest.js', '--config', 'test/jest.config.mjs'];

ensureInstalled();
ensureBuilt();
const command = [...NODE, ...JEST, ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
