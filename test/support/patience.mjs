/**
 * Limits that end what hangs. How fast a machine is, or what else it is at, is for no test to judge: only a fault takes
 * as long.
 */

/** After so long without what is waited for, it is said what that is. */
export const PATIENCE_MS = 300_000;

/** After so long a test has failed that does not end by itself. */
export const TEST_ENDS_MS = 600_000;
