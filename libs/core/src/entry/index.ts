export { EntryModule } from './entry.module.js';
export { type Entrance, EntryService, type PasswordCredentials, type Principal } from './entry.service.js';
export { EmailNotVerified, type EntryError, InvalidCredentials } from './errors.js';
export type { Admission, Demands } from './gate.js';
