/**
 * Somebody with an account, signed in through every dialect.
 *
 * @typedef {object} Person
 * @property {string} email
 * @property {string} password
 * @property {{ accessToken: string, refreshToken: string }} cadenza
 * @property {{ accessToken: string, refreshToken: string }} gravscale
 * @property {{ refreshToken: string }} nap
 * @property {{ token: string }} kleister
 * @property {{ clientId: string, clientSecret: string }} client
 */

/**
 * Whatever is read in an answer, of whichever dialect.
 *
 * @typedef {object} Answer
 * @property {{ accessToken: string, refreshToken: string }} data
 * @property {{ refresh_token: string }} tokens
 * @property {string} accessToken
 * @property {string} refreshToken
 * @property {string} token
 * @property {string} clientId
 * @property {string} clientSecret
 */

const PASSWORD = 'correct horse battery staple';

/** @param {string} url @param {number} count @param {string} [name] what their addresses begin with @returns {Promise<Person[]>} */
export async function signUpPeople(url, count, name = 'person') {
  const people = [];
  for (let index = 0; index < count; index++) people.push(await signUpSomebody(url, `${name}-${index}@example.com`));
  return people;
}

/** @param {string} url @param {string} email @returns {Promise<Person>} */
async function signUpSomebody(url, email) {
  const login = { email, password: PASSWORD };
  const names = { firstName: 'Ada', lastName: 'Lovelace', confirmPassword: PASSWORD };
  await call(url, 'POST', '/api/auth/signup', { body: { ...login, ...names } });
  await call(url, 'POST', '/api/auth/verify-email/verify', { body: { token: await mailedToken(url, email) } });
  const cadenza = await call(url, 'POST', '/api/v3/auth/login', { body: login });
  const gravscale = await call(url, 'POST', '/dev/public-api/api/auth/sign-in', { body: login });
  const nap = await call(url, 'POST', '/api/auth/login', { body: login });
  const kleister = await call(url, 'POST', '/api/v1/auth/login', { body: { username: email, password: PASSWORD } });
  const client = await call(url, 'GET', '/auth/client', { headers: { username: email, password: PASSWORD } });
  return {
    ...login,
    cadenza: cadenza.data,
    gravscale: { accessToken: gravscale.accessToken, refreshToken: gravscale.refreshToken },
    nap: { refreshToken: nap.tokens.refresh_token },
    kleister,
    client,
  };
}

/** The token in the newest mail to that address. @param {string} url @param {string} email */
async function mailedToken(url, email) {
  for (;;) {
    const response = await fetch(`${url}/dev/mailbox/messages`);
    const mails = /** @type {{ to: string, links: string[] }[]} */ (await response.json());
    const [link] = mails.find(({ to }) => to === email)?.links ?? [];
    if (link) return new URL(link).searchParams.get('token');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * @param {string} url
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {{ body?: object, headers?: Record<string, string> }} sending
 * @returns {Promise<Answer>}
 */
export async function call(url, method, path, { body, headers = {} }) {
  const response = await fetch(url + path, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  /** @type {Answer} */
  const answer = JSON.parse(text);
  return answer;
}
