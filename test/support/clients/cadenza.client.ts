import type { DialectClient, Person, Tokens } from '../dialect-client.js';
import { type Reply, send } from '../http.js';

const BASE = '/api/v3/auth';

interface SessionBody {
  readonly data: Required<Tokens>;
}

export function cadenzaClient(base: string): DialectClient {
  const post = <T = unknown>(path: string, json: unknown): Promise<Reply<T>> =>
    send<T>(base, 'POST', `${BASE}${path}`, { json });
  const signIn = ({ email, password }: Person) => post<SessionBody>('/login', { email, password });
  const refresh = ({ refreshToken }: Tokens) => post<SessionBody>('/token/refresh', { refreshToken });
  const bearer = ({ accessToken }: Tokens) => ({ headers: { authorization: `Bearer ${accessToken}` } });
  return {
    name: 'cadenza',
    signUp: async ({ email, password }) => (await post('/signup', { email, password })).status,
    signIn: async (person) => tokensIn(await signIn(person)),
    trySignIn: async (person) => (await signIn(person)).status,
    use: async (tokens) => (await send(base, 'GET', `${BASE}/user`, bearer(tokens))).status,
    refresh: async (tokens) => tokensIn(await refresh(tokens)),
    tryRefresh: async (tokens) => (await refresh(tokens)).status,
    end: async (tokens) => (await send(base, 'POST', `${BASE}/logout`, bearer(tokens))).status,
  };
}

function tokensIn({ status, body }: Reply<SessionBody>): Tokens {
  if (status !== 200) throw new Error(`cadenza answered ${status}`);
  const { accessToken, refreshToken } = body.data;
  return { accessToken, refreshToken };
}
