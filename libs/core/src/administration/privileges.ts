import { type ApiKeyScope, covers } from '#core/api-keys';
import type { Role, User } from '#core/users';
import { NotPermitted } from './errors.js';
import type { Operator } from './operator.js';

/**
 * An `admin` changes nothing about a superadmin, directly or by a detour: whoever could give one another
 * address, password or client could be one.
 *
 * @throws NotPermitted
 */
export function mustReach({ power, cause }: Operator, { role }: Pick<User, 'role'>): void {
  if (role === 'superadmin' && power !== 'superadmin') {
    throw new NotPermitted('Only a superadmin may change a superadmin', cause.actor);
  }
}

/**
 * An `admin` makes nobody a superadmin.
 *
 * @throws NotPermitted
 */
export function mustBeAbleToGive({ power, cause }: Operator, role: Role): void {
  if (role === 'superadmin' && power !== 'superadmin') {
    throw new NotPermitted('Only a superadmin may make a superadmin', cause.actor);
  }
}

/** @throws NotPermitted */
export function mustBeSuperadmin({ power, cause }: Operator): void {
  if (power !== 'superadmin') throw new NotPermitted('Only a superadmin may do that', cause.actor);
}

/**
 * A key does only what it was made for.
 *
 * @throws NotPermitted
 */
export function mustHaveScope({ scopes, cause }: Operator, wanted: ApiKeyScope): void {
  if (scopes && !covers(scopes, wanted)) {
    throw new NotPermitted(`The API key lacks the scope ${wanted}`, cause.actor);
  }
}
