import type { DialectClient, Person } from '../dialect-client.js';
import { type Reply, send } from '../http.js';

interface Pair {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Everything in headers. An account signs in by showing its password for client credentials, and those for a token. */
export function authserviceClient(base: string): DialectClient {
  const call = <T>(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<Reply<T>> =>
    send<T>(base, method, `/auth${path}`, { headers });

  const login = async (person: Person): Promise<Reply<{ token: string }>> => {
    const shown = await call<Pair>('GET', '/client', credentials(person));
    if (shown.status !== 200) return { ...shown, body: { token: '' } };
    const { clientId, clientSecret } = shown.body;
    return call('POST', '/login/client', { clientId, clientSecret });
  };

  return {
    name: 'authservice',
    signUp: async (person) => (await call('POST', '/register', { ...credentials(person), role: 'user' })).status,
    signIn: async (person) => {
      const { status, body } = await login(person);
      if (status !== 200) throw new Error(`authservice refused to sign in: ${status}`);
      return { accessToken: body.token };
    },
    trySignIn: async (person) => (await login(person)).status,
  };
}

/** Node sends header values as Latin-1, one octet a character: UTF-8 has to be spelt out. */
function credentials({ email, password }: Person): { username: string; password: string } {
  return { username: octets(email), password: octets(password) };
}

function octets(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
