import type { Reply } from '../support/http.js';
import { asking, OPERATIONS, type Showing } from './operations.js';
import { type Held, type SourceName } from './sources.js';
import { type Asking, type World } from './world.js';

/** Somewhere a token is taken: a route and what carries it there. */
export interface Place {
  readonly name: string;
  readonly route: string;
  readonly source: SourceName;
  readonly show: (held: Held) => Promise<Reply>;
}

/** What else carries an access token, beside what operations.ts says of its route. */
const OTHER_CARRIERS: readonly (readonly [route: string, carrier: string, ask: (secret: string) => Partial<Asking>])[] =
  [
    ['GET /api/v1/auth/refresh', 'X-API-Key', (secret) => ({ headers: { 'x-api-key': secret } })],
    [
      'GET /api/v1/auth/refresh',
      'query',
      (secret) => ({ path: `/api/v1/auth/refresh?access_token=${encodeURIComponent(secret)}` }),
    ],
    ['POST /api/auth/logout', 'bare', (secret) => ({ headers: { 'X-NAP-Session-Token': secret } })],
  ];

/** Every place of the service, for tokens in the hands of whoever has them; a password is no token. */
export function placesOf(world: World): Place[] {
  const place = (route: string, carrier: string, showing: Showing): Place => ({
    name: `${route} (${carrier})`,
    route,
    source: showing.source,
    show: (held) => world.send({ ...asking(route, showing, held, world), address: world.newAddress() }),
  });
  const usual = Object.entries(OPERATIONS).flatMap(([route, { shows }]) =>
    Object.entries(shows).map(([credential, showing]) => place(route, credential, showing)),
  );
  const others = OTHER_CARRIERS.map(([route, carrier, ask]) =>
    place(route, carrier, { source: 'accessToken', ask: ({ secret }) => ask(secret) }),
  );
  return [...usual, ...others].filter(({ source }) => source !== 'password');
}
