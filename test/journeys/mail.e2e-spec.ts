import { send } from '../support/http.js';
import { Journey } from './journey.js';

describe('mail: an address proved and a password recovered, by what the mailbox holds', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await Journey.begin();
  });
  afterAll(() => journey.end());

  it("verifies an address with nap's operations, a link looked at by a scanner and all", async () => {
    const person = { email: 'verify@example.com', password: 'correct horse battery' };
    await journey.through('gravscale').signUp?.(person);
    expect(await journey.through('nap').trySignIn(person)).toBe(403);
    const { url } = journey.service;
    await send(url, 'POST', '/api/auth/verify-email/send', { json: { email: person.email } });
    await journey.service.restart();
    const link = await journey.newestLinkTo(person.email);
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
      expect((await send(url, method, `${link.pathname}${link.search}`)).status).toBe(200);
    }

    const json = { token: link.searchParams.get('token') };
    const first = await send(url, 'POST', '/api/auth/verify-email/verify', { json });
    const second = await send(url, 'POST', '/api/auth/verify-email/verify', { json });

    expect([first.status, second.status]).toEqual([200, 400]);
    expect(await journey.through('nap').trySignIn(person)).toBe(200);
  });

  it('recovers a password by the page, and every dialect knows the new one alone', async () => {
    const person = await journey.welcome('forgetful');
    const fresh = { ...person, password: 'brand new horse battery' };

    await journey.recoverByPage(person, fresh.password);
    await journey.service.restart();

    for (const client of journey.all()) {
      expect([client.name, await client.trySignIn(person)]).toEqual([client.name, 401]);
      expect([client.name, await client.trySignIn(fresh)]).toEqual([client.name, 200]);
    }
  });

  it('changes a password in cadenza, and every dialect knows the new one alone', async () => {
    const person = await journey.welcome('careful');
    const fresh = { ...person, password: 'brand new horse battery' };
    const { accessToken } = await journey.through('cadenza').signIn(person);

    const headers = { authorization: `Bearer ${accessToken}` };
    const json = { password: fresh.password };
    const { status } = await send(journey.service.url, 'PUT', '/api/v3/auth/user', { headers, json });

    expect(status).toBe(200);
    for (const client of journey.all()) {
      expect([client.name, await client.trySignIn(person)]).toEqual([client.name, 401]);
      expect([client.name, await client.trySignIn(fresh)]).toEqual([client.name, 200]);
    }
  });
});
