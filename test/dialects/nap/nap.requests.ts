import type { OutgoingHttpHeaders } from 'node:http';
import { EmailVerificationService } from '#core/email-verification';
import { RegistrationService } from '#core/registration';
import { emailIdentifier, type User, UsersService } from '#core/users';
import { type Answer, answerOf } from '../../support/answer.js';
import type { TestApp } from '../../support/test-app.js';

const BASE = '/api/auth';

export const PATHS = {
  signup: `${BASE}/signup`,
  login: `${BASE}/login`,
  refresh: `${BASE}/refresh`,
  logout: `${BASE}/logout`,
  send: `${BASE}/verify-email/send`,
  verify: `${BASE}/verify-email/verify`,
  complete: (id: string) => `${BASE}/flow/${encodeURIComponent(id)}/complete`,
  flow: (id: string) => `${BASE}/flow/${encodeURIComponent(id)}`,
} as const;

export const SESSION_TOKEN = 'X-NAP-Session-Token';
export const REFRESH_TOKEN = 'X-NAP-Refresh-Token';

/** As long as this API lets one be chosen, at the most. */
export const PASSWORD = 'correct horse battery';

export interface Tokens {
  readonly session_id: string;
  readonly session_token: string;
  readonly session_token_expiry: string;
  readonly refresh_token: string;
  readonly refresh_token_expiry: string;
}

const VISITOR = { origin: 'spec' };

export const signupData = (email: string) => ({
  email,
  password: PASSWORD,
  confirmPassword: PASSWORD,
  firstName: 'Ada',
  lastName: 'Lovelace',
});

export async function post(app: TestApp, path: string, json: unknown): Promise<Answer> {
  return answerOf(await app.send('POST', path, { json }));
}

export const signup = (app: TestApp, json: unknown) => post(app, PATHS.signup, json);

export const login = (app: TestApp, email: string, password = PASSWORD) => post(app, PATHS.login, { email, password });

async function postHeaders(app: TestApp, path: string, headers: OutgoingHttpHeaders): Promise<Answer> {
  return answerOf(await app.send('POST', path, { headers }));
}

export const refresh = (app: TestApp, token: string) => postHeaders(app, PATHS.refresh, { [REFRESH_TOKEN]: token });

export const logout = (app: TestApp, headers: OutgoingHttpHeaders) => postHeaders(app, PATHS.logout, headers);

export async function flow(app: TestApp, id: string): Promise<Answer> {
  return answerOf(await app.send('GET', PATHS.flow(id)));
}

/** Somebody with a seat in the default organisation, whose address is not verified. */
export function stranger(app: TestApp, email: string): Promise<User> {
  const order = { identifier: emailIdentifier(email), password: PASSWORD, firstName: 'Ada', lastName: 'Lovelace' };
  return app.nest.get(RegistrationService).signUp(order, VISITOR);
}

/** The same with a verified address. */
export async function member(app: TestApp, email: string): Promise<User> {
  const user = await stranger(app, email);
  await app.nest.get(UsersService).confirmEmail(user, email);
  return user;
}

/** The tokens of a session of a new member, opened through this API. */
export async function entered(app: TestApp, email: string): Promise<Tokens> {
  await member(app, email);
  return loggedIn(app, email);
}

/** Logs in and must succeed. */
export async function loggedIn(app: TestApp, email: string): Promise<Tokens> {
  const json = { email, password: PASSWORD };
  return tokensIn(await app.send<{ tokens?: Tokens }>('POST', PATHS.login, { json }));
}

/** Refreshes and must succeed. */
export async function refreshed(app: TestApp, token: string): Promise<Tokens> {
  const headers = { [REFRESH_TOKEN]: token };
  return tokensIn(await app.send<{ tokens?: Tokens }>('POST', PATHS.refresh, { headers }));
}

/** The token in the newest mail to that address. */
export async function mailedToken(app: TestApp, email: string): Promise<string> {
  const [mail] = await app.mailTo(email);
  const token = new URL(mail?.links[0] ?? 'none:').searchParams.get('token');
  if (token === null) throw new Error(`no mail with a token to ${email}`);
  return token;
}

/** Has a fresh mail sent, and verifies the address by it. */
export async function verifyByMail(app: TestApp, email: string): Promise<void> {
  await app.nest.get(EmailVerificationService).request(email, VISITOR);
  await app.nest.get(EmailVerificationService).verify(await mailedToken(app, email), VISITOR);
}

export function jwtIn({ session_token }: Tokens): string {
  return Buffer.from(session_token, 'base64url').toString();
}

function tokensIn({ status, body: { tokens } }: { status: number; body: { tokens?: Tokens } }): Tokens {
  if (status !== 200 || !tokens) throw new Error(`no tokens, but ${status}`);
  return tokens;
}
