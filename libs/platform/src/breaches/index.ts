export { BreachedPasswords } from './breached-passwords.js';
export { breachesSection } from './breaches.config.js';
export { BreachesModule } from './breaches.module.js';
