/**
 * Every hot operation of every dialect, as a caller who does nothing else.
 *
 * @typedef {import('./load.mjs').Caller} Caller
 * @typedef {import('./people.mjs').Person} Person
 * @type {Record<string, (person: Person) => Caller>}
 */
export const OPERATIONS = {
  'cadenza user': ({ cadenza }) => bearing('/api/v3/auth/user', cadenza.accessToken),
  'gravscale info': ({ gravscale }) => bearing('/dev/public-api/api/auth/info', gravscale.accessToken),
  'kleister verify': ({ kleister }) => always({ method: 'GET', path: `/api/v1/auth/verify/${kleister.token}` }),
  'cadenza refresh': ({ cadenza }) =>
    chained(
      cadenza,
      (refreshToken) => post('/api/v3/auth/token/refresh', { refreshToken }),
      ({ data }) => data.refreshToken,
    ),
  'gravscale refresh': ({ gravscale }) =>
    chained(
      gravscale,
      (token) => ({ method: 'POST', path: `/dev/public-api/api/auth/refresh?refresh_token=${token}` }),
      ({ refreshToken }) => refreshToken,
    ),
  'nap refresh': ({ nap }) =>
    chained(
      nap,
      (token) => ({ method: 'POST', path: '/api/auth/refresh', headers: { 'x-nap-refresh-token': token } }),
      ({ tokens }) => tokens.refresh_token,
    ),
  'kleister refresh': ({ kleister }) => bearing('/api/v1/auth/refresh', kleister.token),
  'authservice login/client': ({ client: { clientId, clientSecret } }) =>
    always({ method: 'POST', path: '/auth/login/client', headers: { clientid: clientId, clientsecret: clientSecret } }),
  'authservice client': ({ email, password }) =>
    always({ method: 'GET', path: '/auth/client', headers: { username: email, password } }),
  'cadenza login': ({ email, password }) => always(post('/api/v3/auth/login', { email, password })),
  'gravscale sign-in': ({ email, password }) => always(post('/dev/public-api/api/auth/sign-in', { email, password })),
  'kleister login': ({ email, password }) => always(post('/api/v1/auth/login', { username: email, password })),
  'nap login': ({ email, password }) => always(post('/api/auth/login', { email, password })),
};

/** @typedef {ReturnType<Caller['next']>} Asked */

/** @param {Asked} asked @returns {Caller} */
export function always(asked) {
  return { next: () => asked };
}

/** @param {string} path @param {string} token */
function bearing(path, token) {
  return always({ method: 'GET', path, headers: { authorization: `Bearer ${token}` } });
}

/** @param {string} path @param {object} body @returns {Asked} */
export function post(path, body) {
  return { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/**
 * Shows the token that the answer before gave.
 *
 * @param {{ refreshToken: string }} holder keeps the newest for the next load
 * @param {(token: string) => Asked} next
 * @param {(answer: import('./people.mjs').Answer) => string} find
 * @returns {Caller}
 */
function chained(holder, next, find) {
  return {
    next: () => next(holder.refreshToken),
    learn: (body) => {
      /** @type {import('./people.mjs').Answer} */
      const answer = JSON.parse(body);
      holder.refreshToken = find(answer);
    },
  };
}
