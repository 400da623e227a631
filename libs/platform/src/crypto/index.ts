export { equalInConstantTime, sha256 } from './compare.js';
export { cryptoSection } from './crypto.config.js';
export { CryptoModule } from './crypto.module.js';
export { HashInputError, HashPool, HashQueueFullError } from './hash-pool.js';
export type { HashTask } from './hash-task.js';
export { hashingSection } from './hashing.config.js';
export { KeyRing } from './key-ring.js';
export { Sealer, UnsealError } from './sealer.js';
export { type KeyObject, makeKeyPair, readPrivateKey, readPublicKey, type SigningAlgorithm } from './key-pairs.js';
