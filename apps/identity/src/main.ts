import { createRequire } from 'node:module';

/**
 * Where `node` begins. `require()` loads the several hundred ES modules of the program one after the other and at once;
 * `import` would take each of them through the event loop several times, for a seventh of the whole start
 * (docs/performance.md). It refuses modules that await something at their top level.
 */
createRequire(import.meta.url)('./program.js');
