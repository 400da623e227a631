import { disable, openAccount, PASSWORD } from '../support/accounts.js';
import type { Sending } from '../support/http.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const KNOWN = 'known@example.com';
const DISABLED = 'disabled@example.com';

/** [who asks, by which name, with which password]: none of them is to get in. */
const REFUSED = [
  ['somebody unknown', 'unknown@example.com', PASSWORD],
  ['a wrong password', KNOWN, 'a wrong password'],
  ['a disabled account', DISABLED, PASSWORD],
  ['a disabled account and a wrong password', DISABLED, 'a wrong password'],
] as const;

const json = (name: string) => (identifier: string, password: string) => ({ json: { [name]: identifier, password } });

const DOORS: readonly (readonly [string, string, (identifier: string, password: string) => Sending])[] = [
  ['GET', '/auth/client', (username, password) => ({ headers: { username, password } })],
  ['POST', '/auth/regenerate-client-credentials', (username, password) => ({ headers: { username, password } })],
  ['POST', '/api/v1/auth/login', json('username')],
  ['POST', '/dev/public-api/api/auth/sign-in', json('email')],
  ['POST', '/api/v3/auth/login', json('email')],
  ['POST', '/api/auth/login', json('email')],
];

/** They differ from one request to the next, whoever asks. */
const OF_THE_MOMENT = ['date', 'x-request-id'];

describe('whoever is refused', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    await openAccount(app, { name: KNOWN });
    await disable(app, await openAccount(app, { name: DISABLED }));
  });
  afterAll(() => app.close());

  it.each(DOORS)('by %s %s hears the same, to the last header', async (method, path, sending) => {
    const heard = [];
    for (const [, identifier, password] of REFUSED) {
      const { status, headers, body } = await app.send(method, path, sending(identifier, password));
      const lasting = Object.entries(headers).filter(([name]) => !OF_THE_MOMENT.includes(name));
      const words = JSON.stringify(body).replaceAll(String(headers['x-request-id']), '');
      heard.push({ status, headers: Object.fromEntries(lasting), words });
    }

    const [first] = heard;
    expect(first?.status).toBe(401);
    expect(heard).toEqual(REFUSED.map(() => first));
  });

  it.each(DOORS)('by %s %s is somebody who could have come in', async (method, path, sending) => {
    const { status } = await app.send(method, path, sending(KNOWN, PASSWORD));
    // nap asks for a verified address on top, and says so to who knows the password.
    expect([200, 403]).toContain(status);
  });
});
