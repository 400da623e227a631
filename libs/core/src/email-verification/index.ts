export { emailVerificationSection } from './email-verification.config.js';
export { EmailVerificationModule } from './email-verification.module.js';
export { EmailVerificationService } from './email-verification.service.js';
export { EmailAlreadyVerified, type EmailVerificationError, UnknownEmail } from './errors.js';
