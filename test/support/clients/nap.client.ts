import type { OutgoingHttpHeaders } from 'node:http';
import type { DialectClient, Person, Tokens } from '../dialect-client.js';
import { type Reply, send } from '../http.js';

const BASE = '/api/auth';

interface NapTokens {
  readonly session_token: string;
  readonly refresh_token: string;
}

interface TokensBody {
  readonly tokens?: NapTokens;
}

/** Signs in only who has verified their address. What it calls a session token is unwrapped for the others. */
export function napClient(base: string): DialectClient {
  const post = (path: string, json: unknown): Promise<Reply<TokensBody>> =>
    send(base, 'POST', `${BASE}${path}`, { json });
  const postHeaders = (path: string, headers: OutgoingHttpHeaders): Promise<Reply<TokensBody>> =>
    send(base, 'POST', `${BASE}${path}`, { headers });
  const signIn = ({ email, password }: Person) => post('/login', { email, password });
  const refresh = ({ refreshToken = '' }: Tokens) => postHeaders('/refresh', { 'X-NAP-Refresh-Token': refreshToken });
  return {
    name: 'nap',
    signUp: async ({ email, password }) => {
      const names = { firstName: 'Ada', lastName: 'Lovelace' };
      return (await post('/signup', { email, password, confirmPassword: password, ...names })).status;
    },
    signIn: async (person) => tokensIn(await signIn(person)),
    trySignIn: async (person) => (await signIn(person)).status,
    refresh: async (tokens) => tokensIn(await refresh(tokens)),
    tryRefresh: async (tokens) => (await refresh(tokens)).status,
    end: async (tokens) => (await postHeaders('/logout', headersOf(tokens))).status,
  };
}

function tokensIn({ status, body: { tokens } }: Reply<TokensBody>): Tokens {
  if (status !== 200 || !tokens) throw new Error(`nap answered ${status}`);
  const accessToken = Buffer.from(tokens.session_token, 'base64url').toString();
  return { accessToken, refreshToken: tokens.refresh_token };
}

function headersOf({ accessToken, refreshToken }: Tokens): OutgoingHttpHeaders {
  return {
    'X-NAP-Session-Token': Buffer.from(accessToken).toString('base64url'),
    ...(refreshToken !== undefined && { 'X-NAP-Refresh-Token': refreshToken }),
  };
}
