import type { DialectClient, Person, Tokens } from '../dialect-client.js';
import { type Reply, send } from '../http.js';

const BASE = '/dev/public-api/api/auth';

export function gravscaleClient(base: string): DialectClient {
  const post = <T = unknown>(path: string, json: unknown): Promise<Reply<T>> =>
    send<T>(base, 'POST', `${BASE}${path}`, { json });
  const signIn = ({ email, password }: Person) => post<Required<Tokens>>('/sign-in', { email, password });
  const refresh = ({ refreshToken = '' }: Tokens): Promise<Reply<Required<Tokens>>> =>
    send(base, 'POST', `${BASE}/refresh?refresh_token=${encodeURIComponent(refreshToken)}`);
  return {
    name: 'gravscale',
    signUp: async ({ email, password }) => (await post('/sign-up', { email, password })).status,
    signIn: async (person) => tokensIn(await signIn(person)),
    trySignIn: async (person) => (await signIn(person)).status,
    use: async ({ accessToken }) =>
      (await send(base, 'GET', `${BASE}/info`, { headers: { authorization: `Bearer ${accessToken}` } })).status,
    refresh: async (tokens) => tokensIn(await refresh(tokens)),
    tryRefresh: async (tokens) => (await refresh(tokens)).status,
  };
}

function tokensIn({ status, body }: Reply<Required<Tokens>>): Tokens {
  if (status !== 200) throw new Error(`gravscale answered ${status}`);
  const { accessToken, refreshToken } = body;
  return { accessToken, refreshToken };
}
