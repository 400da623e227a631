/** What an account may do, from the least to the most. */
export const ROLES = ['guest', 'user', 'moderator', 'admin', 'superadmin'] as const;

export type Role = (typeof ROLES)[number];

export function isRole(value: string): value is Role {
  return ROLES.some((role) => role === value);
}
