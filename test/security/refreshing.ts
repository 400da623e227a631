import type { Reply } from '../support/http.js';
import { asking, OPERATIONS } from './operations.js';
import type { World } from './world.js';

/** What a refresh hands out; an access token alone where the API has no refresh tokens. */
export interface Refreshed {
  readonly status: number;
  readonly access?: string | undefined;
  readonly refresh?: string | undefined;
}

interface Bodies {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly data?: { readonly accessToken: string; readonly refreshToken: string } | null;
  readonly tokens?: { readonly session_token: string; readonly refresh_token: string };
}

type Reading = (body: Bodies) => Omit<Refreshed, 'status'>;

/** The operations by which each dialect refreshes with a refresh token, and how their answers are read. */
const ROUTES: Readonly<Record<string, { readonly route: string; readonly read: Reading }>> = {
  gravscale: {
    route: 'POST /dev/public-api/api/auth/refresh',
    read: ({ accessToken: access, refreshToken: refresh }) => ({ access, refresh }),
  },
  cadenza: {
    route: 'POST /api/v3/auth/token/refresh',
    read: ({ data }) => ({ access: data?.accessToken, refresh: data?.refreshToken }),
  },
  nap: {
    route: 'POST /api/auth/refresh',
    read: ({ tokens }) => ({
      access: tokens && Buffer.from(tokens.session_token, 'base64url').toString(),
      refresh: tokens?.refresh_token,
    }),
  },
};

export const REFRESHING = Object.keys(ROUTES);

/** Refreshes through a dialect, whatever comes of it. */
export async function refreshThrough(dialect: string, world: World, token: string): Promise<Refreshed> {
  const { route = '', read } = ROUTES[dialect] ?? {};
  const showing = OPERATIONS[route]?.shows.refresh_token;
  if (!showing || !read) throw new Error(`${dialect} refreshes nothing`);
  const held = { person: { email: '', address: world.newAddress() }, secret: token };
  const { status, body }: Reply<Bodies> = await world.send(asking(route, showing, held, world));
  return { status, ...(status === 200 && read(body)) };
}

/** The status that a use of an access token gets. */
export async function use(world: World, access: string): Promise<number> {
  const headers = { authorization: `Bearer ${access}` };
  return (await world.send({ method: 'GET', path: '/dev/public-api/api/auth/info', headers })).status;
}

export const atOnce = <T>(count: number, act: (place: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, place) => act(place)));

/** How often each answer came. */
export function tally(answers: readonly (string | number | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers.map(String)) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}
