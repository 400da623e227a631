/**
 * The arrows of the house: dialects → edge → core → platform, and doors in between.
 * Each rule is broken on purpose in test/architecture/arrows.spec.ts.
 */

const DIALECTS = '^apps/identity/src/dialects';
const SPEC = '[.-]spec\\.ts$';

/** What a dialect, the edge or an application may never hold in its hands. */
const ENTITY_FILE = '^libs/core/src/[^/]+/(entities|.+\\.entity)\\.ts$';

/** Modules of the core that stand alone, those that use them, and those that combine everything. */
const STANDING_ALONE = 'users|clients|passwords|tokens|limits|one-time-tokens|paging|api-keys';
const USING = 'sessions|email-verification|recovery|organizations';
const COMBINING = 'flows|entry|registration|account|administration|settings';

const HTTP_PACKAGES = '@nestjs/(platform-[^/]+|swagger)|@fastify/[^/]+|fastify|class-validator|class-transformer';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'dialects-apart',
      comment:
        'A dialect knows no other dialect. A rule that two of them need belongs to the core, a shape to libs/edge.',
      severity: 'error',
      from: { path: `${DIALECTS}/([^/]+)/` },
      to: { path: `${DIALECTS}/`, pathNot: `${DIALECTS}/$1/` },
    },
    {
      name: 'dialects-by-the-list-only',
      comment: 'A dialect is taken up by app.module.ts and dialects/index.ts, so that adding one is adding one line.',
      severity: 'error',
      from: { path: '^(apps|libs|ormconfig)', pathNot: [`${DIALECTS}/`, '^apps/identity/src/app\\.module\\.ts$'] },
      to: { path: `${DIALECTS}/[^/]+/` },
    },
    {
      name: 'apps-apart',
      comment: 'An application knows no other application. What two of them need lives in a library.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'platform-at-the-bottom',
      comment: 'The platform knows nothing of identity: it imports neither the core nor anything above it.',
      severity: 'error',
      from: { path: '^libs/platform/' },
      to: { path: '^(libs/(core|edge)|apps)/' },
    },
    {
      name: 'core-below-the-edge',
      comment: 'The core has never heard of a dialect or of what dialects share.',
      severity: 'error',
      from: { path: '^libs/core/' },
      to: { path: '^(libs/edge|apps)/' },
    },
    {
      name: 'edge-below-the-apps',
      comment: 'What dialects share does not know them.',
      severity: 'error',
      from: { path: '^libs/edge/' },
      to: { path: '^apps/' },
    },
    {
      name: 'doors-only-between-modules',
      comment: "A module is entered by its index.ts; the inside of a neighbour's folder is private.",
      severity: 'error',
      from: { path: '^libs/(core|platform)/src/([^/]+)/' },
      to: {
        path: '^libs/(core|platform)/src/[^/]+/',
        pathNot: ['^libs/$1/src/$2/', '/src/[^/]+/index\\.ts$', ENTITY_FILE],
      },
    },
    {
      name: 'doors-only-from-the-apps',
      comment: 'Applications and ormconfig.ts enter a library by an index.ts and never reach past it.',
      severity: 'error',
      from: { path: '^(apps/|ormconfig)' },
      to: {
        path: '^libs/',
        pathNot: [
          '^libs/(core|platform)/src/[^/]+/index\\.ts$',
          '^libs/edge/src/index\\.ts$',
          '^libs/platform/launch/ensure\\.mjs$',
          ENTITY_FILE,
        ],
      },
    },
    {
      name: 'doors-only-from-the-edge',
      comment: 'What dialects share enters the core and the platform by the same doors as dialects do.',
      severity: 'error',
      from: { path: '^libs/edge/' },
      to: {
        path: '^libs/(core|platform)/',
        pathNot: ['^libs/(core|platform)/src/[^/]+/index\\.ts$', ENTITY_FILE],
      },
    },
    {
      name: 'entities-for-the-schema-only',
      comment: 'Only a core module touches its own entities; libs/core/src/schema collects them from each entities.ts.',
      severity: 'error',
      from: { path: '^libs/core/src/([^/]+)/', pathNot: '^libs/core/src/schema/' },
      to: { path: ENTITY_FILE, pathNot: '^libs/core/src/$1/' },
    },
    {
      name: 'schema-by-the-entities-door',
      comment: 'The schema takes entities from each entities.ts, not from the files behind it.',
      severity: 'error',
      from: { path: '^libs/core/src/schema/' },
      to: { path: '^libs/core/src/[^/]+/.+\\.entity\\.ts$' },
    },
    {
      name: 'no-entity-above-the-core',
      comment: 'What a dialect is given are the results of services; a row never leaves the core.',
      severity: 'error',
      from: { path: '^(apps|libs/edge)/' },
      to: { path: ENTITY_FILE },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one subject, or a third is missing. Types alone may look back.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-dev-dependency-shipped',
      comment: 'What the running service imports is listed under dependencies, for it is installed without the rest.',
      severity: 'error',
      from: { path: '^(apps|libs|ormconfig)', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'no-undeclared-dependency',
      comment: "A package that package.json does not name is somebody else's, and may go when they do.",
      severity: 'error',
      from: { path: '^(apps|libs|ormconfig)', pathNot: SPEC },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-shipped',
      comment: 'Nothing that ships may need a test.',
      severity: 'error',
      from: { path: '^(apps|libs|ormconfig)', pathNot: SPEC },
      to: { path: [SPEC, '^test/'] },
    },
    {
      name: 'no-http-in-the-core',
      comment: 'The core speaks no HTTP and validates no request: that is what dialects and the edge are for.',
      severity: 'error',
      from: { path: '^libs/core/' },
      to: { path: [`(^|/)node_modules/(${HTTP_PACKAGES})/`, '^(node:)?https?$', '^(node:)?http2$'] },
    },
    {
      name: 'no-tables-above-the-core',
      comment:
        'A dialect owns no table, nor does the command line. What they must remember, the core learns a noun for.',
      severity: 'error',
      from: { path: `${DIALECTS}/|^libs/edge/|^apps/cli/` },
      to: { path: '(^|/)node_modules/(typeorm|better-sqlite3|pg)/' },
    },
    {
      name: 'core-audit-below-all',
      comment:
        'Whatever happens is put on record, so the record can know of nothing that happens; it is paged like any list.',
      severity: 'error',
      from: { path: '^libs/core/src/audit/' },
      to: { path: '^libs/core/src/', pathNot: '^libs/core/src/(audit|kernel|paging)/' },
    },
    {
      name: 'core-alone-stays-alone',
      comment:
        'Accounts, clients, passwords, tokens and limits are understood without any of the modules built on them.',
      severity: 'error',
      from: { path: `^libs/core/src/(${STANDING_ALONE})/` },
      to: { path: `^libs/core/src/(${USING}|${COMBINING})/` },
    },
    {
      name: 'core-combines-at-the-top',
      comment: 'Sessions, verification, recovery and organisations do not know the operations that combine them.',
      severity: 'error',
      from: { path: `^libs/core/src/(${USING})/` },
      to: { path: `^libs/core/src/(${COMBINING})/` },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that leads nowhere is a mistake, here before it is one at the start.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['rosetta-source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
