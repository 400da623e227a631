import type { OutgoingHttpHeaders } from 'node:http';
import type { ClientCredentials } from '#core/clients';
import { type Answer, answerOf } from '../../support/answer.js';
import type { TestApp } from '../../support/test-app.js';

/** Values that Node sends as they are: one character, one octet. */
export function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

export async function register(app: TestApp, headers: OutgoingHttpHeaders): Promise<Answer> {
  return answerOf(await app.send('POST', '/auth/register', { headers }));
}

export async function showClient(app: TestApp, headers: OutgoingHttpHeaders): Promise<Answer> {
  return answerOf(await app.send('GET', '/auth/client', { headers }));
}

export async function regenerate(app: TestApp, headers: OutgoingHttpHeaders): Promise<Answer> {
  return answerOf(await app.send('POST', '/auth/regenerate-client-credentials', { headers }));
}

export async function loginClient(app: TestApp, headers: OutgoingHttpHeaders): Promise<Answer> {
  return answerOf(await app.send('POST', '/auth/login/client', { headers }));
}

/** An account registered through this API, with its pair of client credentials. */
export async function registered(app: TestApp, username: string, password = 'password123'): Promise<ClientCredentials> {
  const { status, body } = await app.send<ClientCredentials>('POST', '/auth/register', {
    headers: { username, password, role: 'user' },
  });
  if (status !== 201) throw new Error(`registering ${username} was answered with ${status}`);
  return { clientId: body.clientId, clientSecret: body.clientSecret };
}

/** The token of a session opened with a pair of client credentials. */
export async function tokenOf(app: TestApp, { clientId, clientSecret }: ClientCredentials): Promise<string> {
  const { status, body } = await app.send<{ token: string }>('POST', '/auth/login/client', {
    headers: { clientId, clientSecret },
  });
  if (status !== 200) throw new Error(`the log-in was answered with ${status}`);
  return body.token;
}
