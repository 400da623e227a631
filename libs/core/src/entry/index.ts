export { EntryModule } from './entry.module.js';
export { EntryService, type PasswordCredentials, type Principal } from './entry.service.js';
export { type OrganizationChoice, OrganizationChoiceService } from './organization-choice.service.js';
export { EmailNotVerified, type EntryError, InvalidCredentials } from './errors.js';
export type { Admission, Demands, Entrance } from './gate.js';
