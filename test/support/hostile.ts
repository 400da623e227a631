/** Values that are no text, whatever a field asks for. */
export const NO_TEXTS: readonly unknown[] = [42, 1.5, true, null, [], ['ada@example.com'], {}, { $ne: null }];

/** Texts that no identifier or name may be. */
export const UNPRINTABLE_TEXTS: readonly string[] = [
  'a\u0000b@example.com',
  'a\u0007b',
  'line\nbreak',
  '\u202Eadb',
  '\uD800half',
];

/** Texts that are no e-mail address. */
export const NO_EMAILS: readonly string[] = [
  'ada',
  'ada@',
  '@example.com',
  'a b@example.com',
  'ada@example',
  'ada@exa mple.com',
];

/** Properties by which a client might try to set what only the server may. */
export const SERVER_OWNED = {
  id: '00000000-0000-7000-8000-000000000000',
  role: 'superadmin',
  enabled: false,
  emailConfirmedAt: '2020-01-01T00:00:00.000Z',
  email_confirmed_at: 1,
  appMetadata: { tenantId: 'stolen' },
  app_metadata: { tenantId: 'stolen' },
  passwordHash: 'x',
  createdAt: '2000-01-01T00:00:00.000Z',
} as const;

/** An e-mail address of that many characters. */
export function emailOfLength(length: number): string {
  const domain = `@${'d'.repeat(60)}.example.com`;
  return 'a'.repeat(length - domain.length) + domain;
}

/** A JSON text with an object nested that deep. */
export function nestedJson(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}
