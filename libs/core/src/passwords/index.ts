export {
  PASSWORD_MAX_LENGTH,
  type PasswordFault,
  PasswordQueueFull,
  type PasswordsError,
  PasswordUnacceptable,
} from './errors.js';
export { passwordsSection } from './passwords.config.js';
export { PasswordsModule } from './passwords.module.js';
export { PasswordsService, type Verdict } from './passwords.service.js';
export type { PasswordOwner } from './rules/personal-words.js';
