export { BY_SYSTEM, type Cause } from './cause.js';
export { CoreError } from './core-error.js';
export type { Visitor } from './visitor.js';
