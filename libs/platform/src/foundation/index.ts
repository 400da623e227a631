export { FoundationModule } from './foundation.module.js';
