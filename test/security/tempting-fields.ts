import { getMetadataArgsStorage } from 'typeorm';
import { schema } from '#core/schema';

/** What frameworks and other services call power, and how one object is made out of another. */
export const TEMPTING = [
  'role',
  'roles',
  'isAdmin',
  'admin',
  'superuser',
  'permissions',
  'scope',
  'scopes',
  'groups',
  'claims',
  'verified',
  'emailVerified',
  'isEmailVerified',
  'enabled',
  'isEnabled',
  'userId',
  'organizationId',
  'is_superuser',
  'user',
  'account',
  'data',
  'tenant',
  'tenantId',
  'orgRole',
  'constructor',
  'prototype',
];

/** The same wish, in every type that a field may be of. */
export const WISHES: readonly unknown[] = [
  'superadmin',
  true,
  '2001-01-01T00:00:00.000Z',
  { role: 'superadmin' },
  ['owner'],
];

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The name of every field of every table, as code and as SQL spell it, and those that tempt. */
export function fieldNames(): string[] {
  const columns = getMetadataArgsStorage().columns.filter(({ target }) =>
    schema.entities.some((entity) => entity === target),
  );
  const names = [...columns.map(({ propertyName }) => propertyName), ...TEMPTING];
  return [...new Set(names.flatMap((name) => [name, snake(name)]))];
}
