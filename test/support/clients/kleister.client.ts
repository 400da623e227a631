import type { DialectClient, Person, Tokens } from '../dialect-client.js';
import { type Reply, send } from '../http.js';

interface AuthToken {
  readonly token: string;
  readonly expires_at: string;
}

/** One token, which is used, and refreshed, for as long as it is good. No sign-up and no log-out. */
export function kleisterClient(base: string): DialectClient {
  const login = ({ email, password }: Person): Promise<Reply<AuthToken>> =>
    send(base, 'POST', '/api/v1/auth/login', { json: { username: email, password } });
  const refresh = ({ accessToken }: Tokens): Promise<Reply<AuthToken>> =>
    send(base, 'GET', '/api/v1/auth/refresh', { headers: { authorization: `Bearer ${accessToken}` } });

  return {
    name: 'kleister',
    signIn: async (person) => mustHaveToken(await login(person)),
    trySignIn: async (person) => (await login(person)).status,
    use: async ({ accessToken }) =>
      (await send(base, 'GET', `/api/v1/auth/verify/${encodeURIComponent(accessToken)}`)).status,
    refresh: async (tokens) => mustHaveToken(await refresh(tokens)),
    tryRefresh: async (tokens) => (await refresh(tokens)).status,
  };
}

function mustHaveToken({ status, body }: Reply<AuthToken>): Tokens {
  if (status !== 200) throw new Error(`kleister refused: ${status}`);
  return { accessToken: body.token };
}
