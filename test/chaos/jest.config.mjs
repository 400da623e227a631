import base from '../jest.config.mjs';

/**
 * Crashes on purpose: slow, and apart from what `npm test` runs.
 *
 * @type {import('jest').Config}
 */
export default { ...base, rootDir: '../..', testMatch: ['<rootDir>/test/chaos/*.chaos.ts'], testTimeout: 1_800_000 };
