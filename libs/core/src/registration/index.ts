export { type RegistrationError, RoleNotAllowed } from './errors.js';
export { registrationSection } from './registration.config.js';
export { RegistrationModule } from './registration.module.js';
export { RegistrationService, type SignUp } from './registration.service.js';
