/** `npm start`: the service runs in this very process, so that a signal to stop reaches it at once. */
import { ensureBuilt, ensureInstalled, ROOT } from '../../../libs/platform/launch/ensure.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

ensureInstalled();
ensureBuilt();
await import(pathToFileURL(join(ROOT, 'dist/apps/identity/src/main.js')).href);
