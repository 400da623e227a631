export { AccountModule } from './account.module.js';
export { type AccountChange, AccountService } from './account.service.js';
