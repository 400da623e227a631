export { CoreError } from './core-error.js';
export type { Visitor } from './visitor.js';
