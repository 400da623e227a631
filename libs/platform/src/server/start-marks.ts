/** The steps of a start, in their order: each is marked when it begins or is done, as the name says. */
export type StartMark = 'loaded' | 'configured' | 'database' | 'migrated' | 'wired' | 'initialized' | 'listening';

/** Marks a step on Node's performance timeline, for whoever measures the start (`npm run bench -- start`). */
export function markStart(step: StartMark): void {
  performance.mark(`rosetta:${step}`);
}
