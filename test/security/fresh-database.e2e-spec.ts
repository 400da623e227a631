import { UserDirectory } from '#core/users';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('a service on a new database', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('has no account that nobody has made', async () => {
    expect(await app.nest.get(UserDirectory).count(10)).toEqual({ all: 0, disabled: 0, unverified: 0 });
  });

  it.each(['admin', 'administrator', 'root', 'superadmin', 'rosetta'])('lets no %s in', async (username) => {
    for (const password of [username, 'password', 'password123', 'changeme', '']) {
      const { status } = await app.send('POST', '/api/v1/auth/login', { json: { username, password } });
      expect([401, 422]).toContain(status);
    }
  });
});
