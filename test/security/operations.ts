import type { CredentialKind } from '#edge';
import { posted } from '../support/page.js';
import type { Held, SourceName } from './sources.js';
import { type Asking, PASSWORD, type World } from './world.js';

/** One credential that a route takes: where it comes from, and how it is shown there. */
export interface Showing {
  readonly source: SourceName;
  readonly ask: (held: Held, world: World) => Partial<Asking>;
}

/** How each route of the service is used as it should be. */
export interface Operation {
  /** How it is shown each credential that it takes. */
  readonly shows: Partial<Record<CredentialKind, Showing>>;
  /** How it is used where it takes none. */
  readonly plain?: (world: World) => Partial<Asking> | Promise<Partial<Asking>>;
}

const bearing = (more: Partial<Asking> = {}): Showing => ({
  source: 'accessToken',
  ask: ({ secret }) => ({ ...more, headers: { ...more.headers, authorization: `Bearer ${secret}` } }),
});

const inJson = (source: SourceName, jsonFor: (held: Held, world: World) => object): Showing => ({
  source,
  ask: (held, world) => ({ json: jsonFor(held, world) }),
});

const inHeaders = (source: SourceName, headersFor: (held: Held) => Record<string, string>): Showing => ({
  source,
  ask: (held) => ({ headers: headersFor(held) }),
});

const inQuery = (source: SourceName, path: string, name: string): Showing => ({
  source,
  ask: ({ secret }) => ({ path: `${path}?${name}=${encodeURIComponent(secret)}` }),
});

const inForm = (source: SourceName, more: Record<string, string> = {}): Showing => ({
  source,
  ask: ({ secret }) => posted({ token: secret, ...more }),
});

const byPassword = (name: 'email' | 'username') =>
  inJson('password', ({ person, secret }) => ({ [name]: person.email, password: secret }));

const namedInHeaders = inHeaders('password', ({ person, secret }) => ({ username: person.email, password: secret }));

const signingUp = (more: object = {}) => ({
  plain: (world: World) => ({ json: { email: world.newEmail(), password: PASSWORD, ...more } }),
});

const NOBODY = '01900000-0000-7000-8000-000000000000';
const NEW_MEMBER = { confirmPassword: PASSWORD, firstName: 'Ada', lastName: 'Lovelace' };

/** Every route that takes a credential or is in a published document, by method and path as declared. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /auth/register': {
    shows: {
      access_token: {
        source: 'adminsAccessToken',
        ask: ({ secret }, world) => ({
          headers: {
            username: `moderator-${world.next()}`,
            password: PASSWORD,
            role: 'moderator',
            authorization: `Bearer ${secret}`,
          },
        }),
      },
    },
    plain: (world) => ({ headers: { username: `user-${world.next()}`, password: PASSWORD, role: 'user' } }),
  },
  'POST /auth/login/client': {
    shows: {
      client_secret: inHeaders('client', ({ secret, belongsTo = '' }) => ({
        clientId: belongsTo,
        clientSecret: secret,
      })),
    },
  },
  'GET /auth/client': { shows: { password: namedInHeaders } },
  'POST /auth/regenerate-client-credentials': { shows: { password: namedInHeaders } },

  'POST /api/v1/auth/login': { shows: { password: byPassword('username') } },
  'GET /api/v1/auth/refresh': {
    shows: {
      access_token: bearing(),
      password: inHeaders('password', ({ person, secret }) => ({
        authorization: `Basic ${Buffer.from(`${person.email}:${secret}`).toString('base64')}`,
      })),
    },
  },
  'GET /api/v1/auth/verify/:token': {
    shows: {
      access_token: {
        source: 'accessToken',
        ask: ({ secret }) => ({ path: `/api/v1/auth/verify/${encodeURIComponent(secret)}` }),
      },
    },
  },

  'POST /dev/public-api/api/auth/sign-up': { shows: {}, ...signingUp() },
  'POST /dev/public-api/api/auth/sign-in': { shows: { password: byPassword('email') } },
  'POST /dev/public-api/api/auth/refresh': {
    shows: { refresh_token: inQuery('refreshToken', '/dev/public-api/api/auth/refresh', 'refresh_token') },
  },
  'GET /dev/public-api/api/auth/info': { shows: { access_token: bearing() } },

  'GET /api/v3/auth/user': { shows: { access_token: bearing() } },
  'PUT /api/v3/auth/user': { shows: { access_token: bearing({ json: { metadata: { color: 'blue' } } }) } },
  'POST /api/v3/auth/signup': { shows: {}, ...signingUp({ metadata: { color: 'blue' } }) },
  'POST /api/v3/auth/login': { shows: { password: byPassword('email') } },
  'POST /api/v3/auth/logout': { shows: { access_token: bearing() } },
  'POST /api/v3/auth/recover': {
    shows: {},
    plain: async (world) => ({ json: { email: (await world.person()).email } }),
  },
  'POST /api/v3/auth/token/refresh': {
    shows: { refresh_token: inJson('refreshToken', ({ secret }) => ({ refreshToken: secret })) },
  },

  'POST /api/auth/signup': {
    shows: {
      invitation: inJson('firstInvitation', ({ person, secret }) => ({
        email: person.email,
        password: PASSWORD,
        ...NEW_MEMBER,
        inviteToken: secret,
      })),
    },
  },
  'POST /api/auth/login': { shows: { password: byPassword('email') } },
  'POST /api/auth/refresh': {
    shows: { refresh_token: inHeaders('refreshToken', ({ secret }) => ({ 'X-NAP-Refresh-Token': secret })) },
  },
  'POST /api/auth/logout': {
    shows: {
      session_token: inHeaders('sessionToken', ({ secret }) => ({ 'X-NAP-Session-Token': secret })),
      refresh_token: inHeaders('refreshToken', ({ secret }) => ({ 'X-NAP-Refresh-Token': secret })),
    },
  },
  'GET /api/auth/flow/:flowId': {
    shows: {
      flow_id: { source: 'flow', ask: ({ secret }) => ({ path: `/api/auth/flow/${encodeURIComponent(secret)}` }) },
    },
  },
  'POST /api/auth/flow/:flowId/complete': {
    shows: {
      completion_secret: {
        source: 'completion',
        ask: ({ secret, belongsTo = '' }, { organizations: [{ id: orgId }] }) => ({
          path: `/api/auth/flow/${belongsTo}/complete`,
          json: { orgId, completionSecret: secret },
        }),
      },
    },
  },
  'POST /api/auth/verify-email/send': {
    shows: {},
    plain: async (world) => ({ json: { email: (await world.person({ isVerified: false })).email } }),
  },
  'POST /api/auth/verify-email/verify': {
    shows: { one_time_token: inJson('verification', ({ secret }) => ({ token: secret })) },
  },

  'GET /account/verify-email': { shows: { one_time_token: inQuery('verification', '/account/verify-email', 'token') } },
  'POST /account/verify-email': { shows: { one_time_token: inForm('verification') } },
  'GET /account/reset-password': { shows: { one_time_token: inQuery('recovery', '/account/reset-password', 'token') } },
  'POST /account/reset-password': {
    shows: {
      one_time_token: inForm('recovery', {
        password: 'another horse battery',
        passwordAgain: 'another horse battery',
      }),
    },
  },
  'GET /account/invitation': {
    shows: { invitation: inQuery('invitation', '/account/invitation', 'token') },
  },
  'POST /account/invitation': { shows: { invitation: inForm('invitation') } },

  'GET /admin/v1/accounts': {
    shows: {
      access_token: { ...bearing(), source: 'superadminsAccessToken' },
      api_key: { ...bearing(), source: 'adminApiKey' },
    },
  },

  'GET /metrics': { shows: {}, plain: () => ({}) },

  'GET /account/v1/sessions': { shows: { access_token: bearing() } },
  'DELETE /account/v1/sessions': { shows: { access_token: bearing() } },
  'DELETE /account/v1/sessions/:id': {
    shows: {
      access_token: {
        source: 'accessToken',
        ask: ({ secret, belongsTo = '' }) => ({
          path: `/account/v1/sessions/${belongsTo}`,
          headers: { authorization: `Bearer ${secret}` },
        }),
      },
    },
  },
};

/** One route of those below `/admin/v1`; all of them are shown credentials alike. */
const ADMINISTRATION = 'GET /admin/v1/accounts';

/** How a route is used, by method and path as declared. */
export function operationOf(route: string): Operation | undefined {
  return OPERATIONS[route] ?? (route.includes(' /admin/v1/') ? OPERATIONS[ADMINISTRATION] : undefined);
}

/** The request that shows a credential to a route, from where its owner is. */
export function asking(route: string, showing: Showing, held: Held, world: World): Asking {
  const [method = '', declared = ''] = route.split(' ');
  const path = declared.replace(/:\w+/g, NOBODY);
  return { method, path, address: held.person.address, ...showing.ask(held, world) };
}
