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
export function mustReach({ power }: Operator, { role }: Pick<User, 'role'>): void {
  if (role === 'superadmin' && power !== 'superadmin') {
    throw new NotPermitted('Only a superadmin may change a superadmin');
  }
}

/**
 * An `admin` makes nobody a superadmin.
 *
 * @throws NotPermitted
 */
export function mustBeAbleToGive({ power }: Operator, role: Role): void {
  if (role === 'superadmin' && power !== 'superadmin') {
    throw new NotPermitted('Only a superadmin may make a superadmin');
  }
}

/** @throws NotPermitted */
export function mustBeSuperadmin({ power }: Operator): void {
  if (power !== 'superadmin') throw new NotPermitted('Only a superadmin may do that');
}

/**
 * A key does only what it was made for.
 *
 * @throws NotPermitted
 */
export function mustHaveScope({ scopes }: Operator, wanted: ApiKeyScope): void {
  if (scopes && !covers(scopes, wanted)) throw new NotPermitted(`The API key lacks the scope ${wanted}`);
}
