import { PASSWORD } from '../../support/accounts.js';
import { type Answer, answerOf } from '../../support/answer.js';
import type { Sending } from '../../support/http.js';
import type { TestApp } from '../../support/test-app.js';

export const BASE = '/api/v3/auth';

export interface ShownSession {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { readonly id: string };
}

/** Somebody with an account and one session. */
export interface Member extends ShownSession {
  readonly email: string;
}

interface Envelope<T> {
  readonly data: T;
}

export const signUp = (app: TestApp, json: unknown) => ask(app, 'POST', '/signup', { json });

export const logIn = (app: TestApp, json: unknown) => ask(app, 'POST', '/login', { json });

export const recover = (app: TestApp, json: unknown) => ask(app, 'POST', '/recover', { json });

export const refresh = (app: TestApp, refreshToken: unknown) =>
  ask<ShownSession>(app, 'POST', '/token/refresh', { json: { refreshToken } });

export const logOut = (app: TestApp, token: string) => ask(app, 'POST', '/logout', bearing(token));

export const getUser = (app: TestApp, token: string) => ask(app, 'GET', '/user', bearing(token));

export const updateUser = (app: TestApp, token: string, json: unknown) =>
  ask(app, 'PUT', '/user', { ...bearing(token), json });

/** Signs somebody up and in, through this API alone. */
export async function join(app: TestApp, email: string, password = PASSWORD): Promise<Member> {
  const { status } = await signUp(app, { email, password });
  if (status !== 200) throw new Error(`signing ${email} up was answered with ${status}`);
  return { email, ...(await openSession(app, email, password)) };
}

/** One session more. */
export async function openSession(app: TestApp, email: string, password = PASSWORD): Promise<ShownSession> {
  const { status, body } = await ask<ShownSession>(app, 'POST', '/login', { json: { email, password } });
  if (status !== 200) throw new Error(`signing ${email} in was answered with ${status}`);
  return body.data;
}

/** What the link in the newest mail to that address carries. */
export async function mailedToken(app: TestApp, email: string): Promise<string> {
  const [mail] = await app.mailTo(email);
  const token = mail && new URL(mail.links[0] ?? '').searchParams.get('token');
  if (!token) throw new Error(`no link was mailed to ${email}`);
  return token;
}

async function ask<T = unknown>(
  app: TestApp,
  method: string,
  path: string,
  sending: Sending,
): Promise<Answer<Envelope<T>>> {
  return answerOf(await app.send<Envelope<T>>(method, `${BASE}${path}`, sending));
}

export function bearing(token: string) {
  return { headers: { authorization: `Bearer ${token}` } };
}
