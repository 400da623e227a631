export { IdentifierInvalid, IdentifierTaken, MetadataTooLarge, type UsersError } from './errors.js';
export {
  emailIdentifier,
  type Identifier,
  IDENTIFIER_MAX_LENGTH,
  identifierKey,
  type IdentifierKind,
  isEmailAddress,
  isPrintable,
  usernameIdentifier,
} from './identifier.js';
export { isRole, type Role, ROLES } from './roles.js';
export type { Metadata, User } from './user.entity.js';
export { type UserCounts, UserDirectory, type UserFilter } from './user-directory.service.js';
export { UsersModule } from './users.module.js';
export { type NewUser, type ProfileChange, UsersService } from './users.service.js';
