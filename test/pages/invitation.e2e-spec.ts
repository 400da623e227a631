import { AcceptanceService, MembersService, type Organization } from '#core/organizations';
import { UsersService } from '#core/users';
import { openAccount } from '../support/accounts.js';
import { foundOrganization, invited } from '../support/organizations.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const PATH = '/account/invitation';

describe('GET and POST /account/invitation', () => {
  let app: TestApp;
  let acme: Organization;

  beforeAll(async () => {
    app = await startTestApp({ MULTI_TENANCY: 'true' });
    acme = await foundOrganization(app, 'acme');
  });
  afterAll(() => app.close());

  const show = (token: string) => app.send<string>('GET', `${PATH}?${new URLSearchParams({ token }).toString()}`);

  const accept = (token: string, service = app) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return service.send<string>('POST', PATH, { headers, raw: new URLSearchParams({ token }).toString() });
  };

  async function person(email: string) {
    const user = await openAccount(app, { name: email });
    await app.nest.get(UsersService).confirmEmail(user, email);
    return user;
  }

  it('invites by name and uses nothing up, then seats whoever has the address', async () => {
    const ada = await person('ada@example.com');
    const token = await invited(app, acme, 'ada@example.com', 'admin');
    for (let look = 0; look < 2; look++) {
      const page = await show(token);
      expect(page.status).toBe(200);
      expect(page.body).toContain('Join The acme');
      expect(page.body).toContain('ada@example.com');
    }

    expect((await accept(token)).status).toBe(200);

    expect(await app.nest.get(MembersService).seatsOf(ada.id)).toMatchObject([{ role: 'admin' }]);
    expect((await show(token)).status).toBe(400);
    expect((await accept(token)).status).toBe(400);
  });

  it('seats nobody whose address is not verified, and leaves the invitation open', async () => {
    const eve = await openAccount(app, { name: 'eve@example.com' });
    const token = await invited(app, acme, 'eve@example.com');

    const answer = await accept(token);

    expect(answer.status).toBe(400);
    expect(answer.body).toContain('confirm your address');
    expect(await app.nest.get(MembersService).seatsOf(eve.id)).toEqual([]);
    expect(await app.nest.get(AcceptanceService).peek(token)).toMatchObject({ email: 'eve@example.com' });
  });

  it('says so to who is a member already', async () => {
    const token = await invited(app, acme, 'there@example.com');
    await app.nest.get(MembersService).add(acme.id, (await person('there@example.com')).id, 'member');

    const answer = await accept(token);

    expect(answer.status).toBe(400);
    expect(answer.body).toContain('on the list of members already');
  });

  it.each(['', 'guessed', 'two words', 'x'.repeat(8193)])(
    'answers 400 to %.20j, which invites to nothing',
    async (token) => {
      expect((await show(token)).status).toBe(400);
      expect((await accept(token)).status).toBe(400);
    },
  );

  it('counts tries before anything is looked at, and says when to come again', async () => {
    const limited = await startTestApp({ MULTI_TENANCY: 'true', LIMIT_OVERRIDES: 'one-time-token.address=3' });
    for (let time = 0; time < 3; time++) expect((await accept('made-up', limited)).status).toBe(400);

    const answer = await accept('made-up', limited);

    await limited.close();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});
