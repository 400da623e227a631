import { ApiKeysService, type ApiKeyScope } from '#core/api-keys';
import { SessionsService } from '#core/sessions';
import { AccessTokensService } from '#core/tokens';
import type { Role, User } from '#core/users';
import { secondsAfter } from '#platform/clock';
import { openAccount } from './accounts.js';
import type { Reply, Sending } from './http.js';
import type { TestApp } from './test-app.js';

const DAY = 86_400;

/** The access token of a session that was opened just now. */
export async function tokenFor(app: TestApp, { id: userId }: User): Promise<string> {
  const order = { userId, visitor: { origin: 'cadenza' }, isRefreshable: false };
  const { session } = await app.nest.get(SessionsService).open(order);
  return (await app.nest.get(AccessTokensService).issueFor(session)).token;
}

/** A key as the command line makes it, good for a day. */
export async function apiKeyFor(app: TestApp, ...scopes: readonly ApiKeyScope[]): Promise<string> {
  const expiresAt = secondsAfter(app.clock.now(), DAY);
  return (await app.nest.get(ApiKeysService).create({ name: 'A program', scopes, expiresAt }, { actor: 'cli' })).secret;
}

/** Somebody who administers, over HTTP. */
export interface Desk {
  readonly user: User;
  readonly token: string;
  ask<T = unknown>(method: string, path: string, sending?: Sending): Promise<Reply<T>>;
}

/** An account of that role, which was just signed in. */
export async function openDesk(app: TestApp, role: Role = 'admin', name: string = role): Promise<Desk> {
  const user = await openAccount(app, { name, role });
  const token = await tokenFor(app, user);
  return { user, token, ask: (method, path, sending) => ask(app, token, { method, path, ...sending }) };
}

/** One request below `/admin/v1` with that credential. */
export function ask<T>(
  app: TestApp,
  credential: string,
  { method, path, headers, ...sending }: Sending & { readonly method: string; readonly path: string },
): Promise<Reply<T>> {
  const authorization = `Bearer ${credential}`;
  return app.send<T>(method, `/admin/v1${path}`, { ...sending, headers: { authorization, ...headers } });
}

export const problem = (status: number, code: string, title: string) => ({ type: 'about:blank', status, title, code });

/** A problem with the input, as far as a client is to act on it. */
export const unfit = (location: string, field: string, rule: string, message: string) => ({
  ...problem(422, 'invalid_input', message),
  faults: [{ location, path: [field], rule, message }],
});
