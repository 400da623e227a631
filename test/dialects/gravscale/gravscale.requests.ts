import { type Answer, answerOf } from '../../support/answer.js';
import { openAccount, PASSWORD } from '../../support/accounts.js';
import type { TestApp } from '../../support/test-app.js';

const BASE = '/dev/public-api/api/auth';

export const PATHS = {
  signUp: `${BASE}/sign-up`,
  signIn: `${BASE}/sign-in`,
  refresh: `${BASE}/refresh`,
  info: `${BASE}/info`,
} as const;

export interface Authorization {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly type: string;
  readonly expiresAt: string;
}

export async function signUp(app: TestApp, json: unknown): Promise<Answer> {
  return answerOf(await app.send('POST', PATHS.signUp, { json }));
}

export async function signIn(app: TestApp, json: unknown): Promise<Answer> {
  return answerOf(await app.send('POST', PATHS.signIn, { json }));
}

/** @param query as it stands behind the question mark */
export async function refreshBy(app: TestApp, query: string): Promise<Answer> {
  return answerOf(await app.send('POST', `${PATHS.refresh}?${query}`));
}

export function refresh(app: TestApp, token: string): Promise<Answer> {
  return refreshBy(app, `refresh_token=${encodeURIComponent(token)}`);
}

export async function info(app: TestApp, token: string): Promise<Answer> {
  return answerOf(await app.send('GET', PATHS.info, { headers: { authorization: `Bearer ${token}` } }));
}

/** A session of an account, opened through this API. */
export async function authorized(app: TestApp, email: string, password = PASSWORD): Promise<Authorization> {
  const { status, body } = await app.send<Authorization>('POST', PATHS.signIn, { json: { email, password } });
  if (status !== 200) throw new Error(`signing in ${email} was answered with ${status}`);
  return body;
}

/** The same, of an account that was just opened. */
export async function newcomer(app: TestApp, email: string): Promise<Authorization> {
  await openAccount(app, { name: email });
  return authorized(app, email);
}

/** Refreshes and must succeed. */
export async function refreshed(app: TestApp, token: string): Promise<Authorization> {
  const { status, body } = await app.send<Authorization>('POST', `${PATHS.refresh}?refresh_token=${token}`);
  if (status !== 200) throw new Error(`the refresh was answered with ${status}`);
  return body;
}
