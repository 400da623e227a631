export { AccountModule } from './account.module.js';
export { type AccountChange, type AccountOwner, AccountService } from './account.service.js';
