#!/usr/bin/env node
/** `npm run cli -- …`, and the `rosetta` of package.json: brings the clone to where it can run, and runs the command. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, ROOT } from '../../../libs/platform/launch/ensure.mjs';

ensureInstalled();
ensureBuilt();
await import(pathToFileURL(join(ROOT, 'dist/apps/cli/src/main.js')).href);
