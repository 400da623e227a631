export { recoverySection } from './recovery.config.js';
export { RecoveryModule } from './recovery.module.js';
export { RecoveryService } from './recovery.service.js';
