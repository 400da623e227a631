export { isCanonicalBase64url } from './base64url.js';
export { equalBytes, equalInConstantTime, sha256 } from './compare.js';
export { type CryptoConfig, cryptoSection } from './crypto.config.js';
export { CryptoModule } from './crypto.module.js';
export { HashInputError, HashPool, HashQueueFullError, type OnBehalf } from './hash-pool.js';
export type { HashTask } from './hash-task.js';
export { hashingSection } from './hashing.config.js';
export { KeyRing } from './key-ring.js';
export { DataKey } from './data-key.entity.js';
export { MasterKeyMismatch } from './key-vault.js';
export { KeyVaultModule } from './key-vault.module.js';
export { loadMasterKey } from './master-key.js';
export { MasterKeyChange, type MasterKeyOutcome, type SealedColumn } from './master-key-change.js';
export { Sealer } from './sealer.js';
export { UnsealError } from './cipher.js';
export {
  type KeyObject,
  makeKeyPair,
  readPrivateKey,
  readPublicKey,
  signed,
  type SigningAlgorithm,
} from './key-pairs.js';
