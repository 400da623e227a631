import type { OutgoingHttpHeaders } from 'node:http';
import { PASSWORD } from '../../support/accounts.js';
import { type Answer, answerOf } from '../../support/answer.js';
import type { TestApp } from '../../support/test-app.js';

export interface AuthToken {
  readonly token: string;
  readonly expires_at: string;
}

/** A token as the document describes it, and nothing besides. */
export const authToken = (expiresAt: string) => ({
  status: 200,
  body: { token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), expires_at: expiresAt },
});

export async function login(app: TestApp, json: unknown): Promise<Answer> {
  return answerOf(await app.send('POST', '/api/v1/auth/login', { json }));
}

export async function refresh(app: TestApp, headers: OutgoingHttpHeaders = {}, query = ''): Promise<Answer> {
  return answerOf(await app.send('GET', `/api/v1/auth/refresh${query}`, { headers }));
}

export async function verify(app: TestApp, token: string): Promise<Answer> {
  return answerOf(await app.send('GET', `/api/v1/auth/verify/${token}`));
}

/** The token of a session opened for that account. */
export async function tokenFor(app: TestApp, username: string, password = PASSWORD): Promise<string> {
  const { status, body } = await app.send<AuthToken>('POST', '/api/v1/auth/login', { json: { username, password } });
  if (status !== 200) throw new Error(`logging in ${username} was answered with ${status}`);
  return body.token;
}

export const bearer = (token: string): OutgoingHttpHeaders => ({ authorization: `Bearer ${token}` });

export const apiKey = (token: string): OutgoingHttpHeaders => ({ 'x-api-key': token });

export function basic(username: string, password: string, encoding: 'utf8' | 'latin1' = 'utf8'): OutgoingHttpHeaders {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`, encoding).toString('base64')}` };
}
