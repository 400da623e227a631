import fc from 'fast-check';

/** The same for every run that was not given another one: what a change did not break does not fail with it. */
export const SEED = Number(process.env.FUZZ_SEED ?? 1);

/** For all that fast-check comes up with in a test file that imports this. */
fc.configureGlobal({ seed: SEED });
