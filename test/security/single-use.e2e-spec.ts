import type { CredentialKind } from '#edge';
import { MembersService } from '#core/organizations';
import { SessionsService } from '#core/sessions';
import { findAccount } from '../support/accounts.js';
import { posted } from '../support/page.js';
import { asking, OPERATIONS, type Showing } from './operations.js';
import { atOnce, tally } from './refreshing.js';
import { type Held, type Source, SOURCES } from './sources.js';
import { type Person, World } from './world.js';

interface SignedIn {
  readonly data: { readonly accessToken: string };
}

const AT_ONCE = 50;

/** Every route that uses something up, by what it uses up, and what all but one are answered. */
const ROUTES: readonly (readonly [route: string, credential: CredentialKind, refusal: number | undefined])[] = [
  ['POST /api/auth/verify-email/verify', 'one_time_token', 400],
  ['POST /account/verify-email', 'one_time_token', 400],
  ['POST /account/reset-password', 'one_time_token', 400],
  ['POST /account/invitation', 'invitation', 400],
  ['POST /api/auth/signup', 'invitation', undefined],
  ['POST /api/auth/flow/:flowId/complete', 'completion_secret', 400],
];

interface Given {
  readonly person: Person;
  readonly held: Held;
  readonly showing: Showing;
}

let world: World;

beforeAll(async () => {
  world = await World.begin();
});
afterAll(() => world.end());

describe('what can be used once', () => {
  async function given(name: string, credential: CredentialKind): Promise<Given> {
    const showing = OPERATIONS[name]?.shows[credential];
    if (!showing) throw new Error(`${name} takes no ${credential}`);
    const source: Source = SOURCES[showing.source];
    const person = await world.person(source.to);
    return { person, held: await source.obtain(world, person), showing };
  }

  it.each(ROUTES)('at %s: of fifty uses of its %s at once, one succeeds', async (name, credential, refusal) => {
    const { held, showing } = await given(name, credential);

    const answers = await atOnce(AT_ONCE, () => world.send(asking(name, showing, held, world)));

    const counts = tally(answers.map(({ status }) => status));
    expect(counts[200]).toBe(1);
    if (refusal !== undefined) expect(counts).toEqual({ 200: 1, [refusal]: AT_ONCE - 1 });
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect((await world.send(asking(name, showing, held, world))).status).toBeGreaterThanOrEqual(400);
  });

  it('sets the one password of fifty whose use of the mail was the first', async () => {
    const { person, held } = await given('POST /account/reset-password', 'one_time_token');
    const passwords = Array.from({ length: AT_ONCE }, (_, place) => `horse battery no ${place}`);

    const answers = await atOnce(AT_ONCE, (place) => {
      const fields = { token: held.secret, password: passwords[place] ?? '', passwordAgain: passwords[place] ?? '' };
      return world.send({ method: 'POST', path: '/account/reset-password', ...posted(fields) });
    });

    const winners = passwords.filter((_, place) => answers[place]?.status === 200);
    const entries = await Promise.all(
      passwords.map(async (password) => {
        const json = { email: person.email, password };
        return (await world.send({ method: 'POST', path: '/api/v3/auth/login', json })).status === 200 ? password : '';
      }),
    );
    expect(winners).toHaveLength(1);
    expect(entries.filter((password) => password !== '')).toEqual(winners);
  });

  it('opens one account and gives one seat, of fifty sign-ups with one invitation', async () => {
    const route = 'POST /api/auth/signup';
    const { held, showing } = await given(route, 'invitation');

    await atOnce(AT_ONCE, () => world.send(asking(route, showing, held, world)));

    const account = await findAccount(world.app, held.person.email);
    expect(await world.app.nest.get(MembersService).seatsOf(account?.id ?? '')).toHaveLength(1);
  });

  it('opens one session, of fifty who finish one flow', async () => {
    const route = 'POST /api/auth/flow/:flowId/complete';
    const { person, held, showing } = await given(route, 'completion_secret');

    await atOnce(AT_ONCE, () => world.send(asking(route, showing, held, world)));

    expect(await world.app.nest.get(SessionsService).livingOf(person.id)).toHaveLength(1);
  });
});

describe('a mail scanner that follows every link twice', () => {
  /** What it sees, in the order of its looks. */
  async function scan(email: string): Promise<number[]> {
    const [mail] = await world.app.mailTo(email);
    const looks: number[] = [];
    for (const link of mail?.links ?? []) {
      const { pathname, search } = new URL(link);
      for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
        looks.push((await world.send({ method, path: `${pathname}${search}` })).status);
      }
    }
    return looks;
  }

  const press = async (path: string, fields: Record<string, string>) =>
    (await world.send({ method: 'POST', path, ...posted(fields) })).status;

  const ALL_WELL = [200, 200, 200, 200];

  it('leaves the verification of an address to its owner', async () => {
    const { email } = await world.person({ isVerified: false });
    await world.mustSend({ method: 'POST', path: '/api/auth/verify-email/send', json: { email } });

    expect(await scan(email)).toEqual(ALL_WELL);

    expect((await findAccount(world.app, email))?.emailConfirmedAt).toBeNull();
    expect(await press('/account/verify-email', { token: await world.mailedToken(email) })).toBe(200);
    expect((await findAccount(world.app, email))?.isEmailVerified).toBe(true);
  });

  it('leaves a new address to its owner', async () => {
    const { email, password } = await world.person();
    const json = { email, password };
    const { data } = await world.mustSend<SignedIn>({ method: 'POST', path: '/api/v3/auth/login', json });
    const changed = { email: world.newEmail() };
    const headers = { authorization: `Bearer ${data.accessToken}` };
    await world.mustSend({ method: 'PUT', path: '/api/v3/auth/user', headers, json: changed });

    expect(await scan(changed.email)).toEqual(ALL_WELL);

    expect((await findAccount(world.app, changed.email))?.isEmailVerified).toBe(false);
    expect(await press('/account/verify-email', { token: await world.mailedToken(changed.email) })).toBe(200);
    expect((await findAccount(world.app, changed.email))?.isEmailVerified).toBe(true);
  });

  it('leaves the choice of a new password to who lost the old one', async () => {
    const { email } = await world.person();
    await world.mustSend({ method: 'POST', path: '/api/v3/auth/recover', json: { email } });

    expect(await scan(email)).toEqual(ALL_WELL);

    const password = 'another horse battery';
    const fields = { token: await world.mailedToken(email), password, passwordAgain: password };
    expect(await press('/account/reset-password', fields)).toBe(200);
    const json = { email, password };
    expect((await world.send({ method: 'POST', path: '/api/v3/auth/login', json })).status).toBe(200);
  });

  it('leaves an invitation to who was invited, with an account and without', async () => {
    const { email, id } = await world.person({ seats: 0 });
    const stranger = world.newEmail();
    await world.invite(email);
    const inviteToken = await world.invite(stranger);

    expect(await scan(email)).toEqual(ALL_WELL);
    expect(await scan(stranger)).toEqual(ALL_WELL);

    expect(await press('/account/invitation', { token: await world.mailedToken(email) })).toBe(200);
    expect(await world.app.nest.get(MembersService).seatsOf(id)).toHaveLength(1);
    const json = {
      email: stranger,
      password: 'correct horse battery',
      confirmPassword: 'correct horse battery',
      firstName: 'Ada',
      lastName: 'Lovelace',
      inviteToken,
    };
    expect((await world.send({ method: 'POST', path: '/api/auth/signup', json })).status).toBe(200);
  });
});
