export { UserIdentifier } from './user-identifier.entity.js';
export { User } from './user.entity.js';
