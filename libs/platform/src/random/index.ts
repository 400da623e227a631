export { Ids } from './ids.js';
export { Random } from './random.js';
