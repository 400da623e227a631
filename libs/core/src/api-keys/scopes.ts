/** What a key may be good for: looking at one kind of thing, or changing it too. Closed: what is not named here is not to be had by a key. */
export const API_KEY_SCOPES = [
  'accounts:read',
  'accounts:write',
  'sessions:read',
  'sessions:write',
  'clients:read',
  'clients:write',
  'organizations:read',
  'organizations:write',
  'audit:read',
  'keys:read',
  'keys:write',
  'limits:read',
  'limits:write',
  'overview:read',
] as const;

export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

export function isApiKeyScope(value: string): value is ApiKeyScope {
  return API_KEY_SCOPES.some((scope) => scope === value);
}

/** Whether those scopes let a key do what asks for that one; who may change a thing may look at it. */
export function covers(granted: readonly ApiKeyScope[], wanted: ApiKeyScope): boolean {
  return granted.includes(wanted) || granted.some((scope) => scope === wanted.replace(/:read$/, ':write'));
}
