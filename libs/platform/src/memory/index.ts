export { ownCopy } from './own-copy.js';
