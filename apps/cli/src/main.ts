import 'reflect-metadata';
import { run } from './run.js';
import { Runner } from './running/runner.js';

const runner = new Runner();

// Connections that were opened before a failure must not keep a command alive that has told it.
if (!(await run(process.argv.slice(2), runner))) setImmediate(() => process.exit());
process.exitCode = runner.exitCode;
