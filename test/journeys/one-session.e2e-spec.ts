import type { Person, Tokens } from '../support/dialect-client.js';
import { send } from '../support/http.js';
import { Journey, type Name, NAMES } from './journey.js';

/** Every way to end a session that a client or its owner has. */
const ENDINGS = {
  'cadenza logout': ({ journey, tokens }: Scene) => journey.through('cadenza').end?.(tokens),
  'nap logout': ({ journey, tokens }: Scene) => journey.through('nap').end?.(tokens),
  'a new password in cadenza': async ({ journey, person }: Scene) => {
    const { accessToken } = await journey.through('cadenza').signIn(person);
    const headers = { authorization: `Bearer ${accessToken}` };
    const json = { password: 'another horse battery' };
    return (await send(journey.service.url, 'PUT', '/api/v3/auth/user', { headers, json })).status;
  },
  'a new password by mail': async ({ journey, person }: Scene) => {
    await journey.recoverByPage(person, 'another horse battery');
    return 200;
  },
} as const;

interface Scene {
  readonly journey: Journey;
  readonly person: Person;
  readonly tokens: Tokens;
}

/** What every dialect answers to the tokens of one session: uses of the access token, then refreshes. */
async function statusesEverywhere(journey: Journey, tokens: Tokens): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  for (const client of journey.all()) {
    const used = await client.use?.(tokens);
    if (used !== undefined) answers[`${client.name} use`] = used;
    const needs = client.name === 'kleister' ? tokens.accessToken : tokens.refreshToken;
    const refreshed = needs === undefined ? undefined : await client.tryRefresh?.(tokens);
    if (refreshed !== undefined) answers[`${client.name} refresh`] = refreshed;
  }
  return answers;
}

const USES = ['kleister use', 'kleister refresh', 'gravscale use', 'cadenza use'];
const REFRESHES = ['gravscale refresh', 'cadenza refresh', 'nap refresh'];
const IS_REFRESHABLE: Record<Name, boolean> = {
  authservice: false,
  kleister: false,
  gravscale: true,
  cadenza: true,
  nap: true,
};

const all = (names: readonly string[], status: number) => Object.fromEntries(names.map((name) => [name, status]));

describe('one session: ended anywhere, over everywhere', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await Journey.begin();
  });
  afterAll(() => journey.end());

  describe.each(NAMES)('opened through %s', (opening) => {
    it.each(Object.entries(ENDINGS))('ended by %s', async (ending, endIt) => {
      const person = await journey.welcome(`${opening}-${ending.replaceAll(' ', '-')}`);
      const tokens = await journey.through(opening).signIn(person);
      expect(await journey.useEverywhere(tokens)).toEqual([200, 200, 200]);

      expect(await endIt({ journey, person, tokens })).toBe(200);

      const expected = all([...USES, ...(IS_REFRESHABLE[opening] ? REFRESHES : [])], 401);
      expect(await statusesEverywhere(journey, tokens)).toEqual(expected);
    });
  });

  it('ends the sessions of client credentials when these are replaced', async () => {
    const person = await journey.welcome('regenerating');
    const byClient = await journey.through('authservice').signIn(person);
    const byPassword = await journey.through('cadenza').signIn(person);

    const headers = { username: person.email, password: person.password };
    const reply = await send(journey.service.url, 'POST', '/auth/regenerate-client-credentials', { headers });

    expect(reply.status).toBe(200);
    expect(await statusesEverywhere(journey, byClient)).toEqual(all(USES, 401));
    expect(await journey.through('gravscale').use?.(byPassword)).toBe(200);
  });

  it("leaves the account's other sessions alone at log-out", async () => {
    const person = await journey.welcome('two-devices');
    const [phone, laptop] = [
      await journey.through('cadenza').signIn(person),
      await journey.through('nap').signIn(person),
    ];

    await journey.through('cadenza').end?.(phone);

    expect(await journey.through('gravscale').use?.(phone)).toBe(401);
    expect(await journey.through('gravscale').use?.(laptop)).toBe(200);
  });

  it('goes on across a restart, refreshed through one dialect and used through another', async () => {
    const person = await journey.welcome('restarted');
    const opened = await journey.through('cadenza').signIn(person);
    await journey.service.restart();

    const refreshed = await journey.through('gravscale').refresh?.(opened);

    expect(await journey.through('kleister').use?.(opened)).toBe(200);
    expect(refreshed && (await journey.through('cadenza').use?.(refreshed))).toBe(200);
    expect(refreshed && (await journey.through('nap').tryRefresh?.(refreshed))).toBe(200);
  });

  it('stays ended across a restart', async () => {
    const person = await journey.welcome('gone');
    const tokens = await journey.through('nap').signIn(person);
    await journey.through('nap').end?.(tokens);
    await journey.service.restart();

    expect(await statusesEverywhere(journey, tokens)).toEqual(all([...USES, ...REFRESHES], 401));
  });
});
