import { TEST_ENDS_MS } from './support/patience.mjs';

/** What only PostgreSQL does is tried by `npm run test:postgres` alone, which says where there is one. */
const withoutPostgres = process.env.TEST_POSTGRES_URL ? [] : ['<rootDir>/test/postgres/'];

/**
 * Jest in ESM mode: start it with `node --experimental-vm-modules`, or simply with `npm test -- <path>`.
 *
 * @type {import('jest').Config}
 */
export default {
  rootDir: '..',
  testMatch: [
    '<rootDir>/libs/**/*.spec.ts',
    '<rootDir>/apps/**/*.spec.ts',
    '<rootDir>/test/**/*.spec.ts',
    '<rootDir>/test/**/*-spec.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/', ...withoutPostgres],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  globalSetup: '<rootDir>/test/jest.shared-files.mjs',
  globalTeardown: '<rootDir>/test/jest.remove-shared-files.mjs',
  reporters: ['default', '<rootDir>/test/jest.closing-line.mjs'],
  maxWorkers: 2,
  // What a test file loads into its own realm is not given back to the next one: a worker that has grown is replaced.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: TEST_ENDS_MS,
  testEnvironment: '<rootDir>/test/jest.environment.mjs',
  // The condition under which package.json maps `#platform/*`, `#core/*` and `#edge` to sources, not to the build.
  testEnvironmentOptions: { customExportConditions: ['rosetta-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
