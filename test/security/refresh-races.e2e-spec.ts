import { SessionsService } from '#core/sessions';
import { atOnce, refreshThrough, REFRESHING, tally, use } from './refreshing.js';
import { sessionOf, signIn } from './sources.js';
import { type Person, World } from './world.js';

const AT_ONCE = 50;

describe('refreshing at the same moment', () => {
  let world: World;
  let person: Person;

  beforeAll(async () => {
    world = await World.begin();
  });
  afterAll(() => world.end());
  beforeEach(async () => {
    person = await world.person();
  });

  const endReasonOf = async (access: string) =>
    (await world.app.nest.get(SessionsService).find(sessionOf(access)))?.endReason;

  /** Refreshes and must succeed. */
  async function refreshed(dialect: string, token: string): Promise<{ access: string; refresh: string }> {
    const { status, access, refresh } = await refreshThrough(dialect, world, token);
    if (access === undefined || refresh === undefined) throw new Error(`${dialect} answered ${status}`);
    return { access, refresh };
  }

  describe.each(REFRESHING)('through %s', (dialect) => {
    it('gives fifty uses of one token one successor, in a session that lives on', async () => {
      const { access, refresh } = await signIn(world, person);

      const answers = await atOnce(AT_ONCE, () => refreshThrough(dialect, world, refresh));

      expect(tally(answers.map(({ status }) => status))).toEqual({ 200: AT_ONCE });
      const successors = [...new Set(answers.map((answer) => answer.refresh))];
      expect(successors).toEqual([expect.any(String)]);
      expect(successors[0]).not.toBe(refresh);
      expect(new Set(answers.map((answer) => sessionOf(answer.access ?? '')))).toEqual(new Set([sessionOf(access)]));
      expect(await use(world, access)).toBe(200);
      expect((await refreshThrough(dialect, world, successors[0] ?? '')).status).toBe(200);
    });

    it('gives a retry after a lost answer the same successor, until that is used', async () => {
      const { access, refresh: lost } = await signIn(world, person);
      const { refresh: successor } = await refreshed(dialect, lost);
      expect((await refreshed(dialect, lost)).refresh).toBe(successor);
      expect((await refreshed(dialect, lost)).refresh).toBe(successor);

      await refreshed(dialect, successor);

      expect((await refreshThrough(dialect, world, lost)).status).toBe(401);
      expect(await endReasonOf(access)).toBe('refresh_reuse');
    });

    it('ends the session of a token that is older than the last, and no other of the account', async () => {
      const stolen = await signIn(world, person);
      const other = await signIn(world, person);
      const { refresh: newer } = await refreshed(dialect, stolen.refresh);
      const newest = await refreshed(dialect, newer);

      expect((await refreshThrough(dialect, world, stolen.refresh)).status).toBe(401);

      expect(await endReasonOf(stolen.access)).toBe('refresh_reuse');
      expect(await use(world, newest.access)).toBe(401);
      expect((await refreshThrough(dialect, world, newest.refresh)).status).toBe(401);
      expect(await use(world, other.access)).toBe(200);
      expect((await refreshThrough(dialect, world, other.refresh)).status).toBe(200);
    });

    it('refuses fifty uses of an older token, and tells the owner’s own refresh no fault of ours', async () => {
      const { access, refresh: oldest } = await signIn(world, person);
      const { refresh: newer } = await refreshed(dialect, oldest);
      const { refresh: newest } = await refreshed(dialect, newer);

      const [reuses, owners] = await Promise.all([
        atOnce(AT_ONCE, () => refreshThrough(dialect, world, oldest)),
        atOnce(AT_ONCE, () => refreshThrough(dialect, world, newest)),
      ]);

      expect(tally(reuses.map(({ status }) => status))).toEqual({ 401: AT_ONCE });
      expect(owners.filter(({ status }) => status !== 200 && status !== 401)).toEqual([]);
      expect(await endReasonOf(access)).toBe('refresh_reuse');
    });
  });

  it('gives one successor to fifty uses of one token through all dialects at once', async () => {
    const { refresh } = await signIn(world, person);

    const answers = await atOnce(AT_ONCE, (place) =>
      refreshThrough(REFRESHING[place % REFRESHING.length] ?? '', world, refresh),
    );

    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: AT_ONCE });
    expect(new Set(answers.map((answer) => answer.refresh)).size).toBe(1);
  });

  describe('through kleister, where the token in hand is what is refreshed', () => {
    const renew = async (access: string) => {
      const headers = { authorization: `Bearer ${access}` };
      const path = '/api/v1/auth/refresh';
      const { status, body } = await world.send<{ token: string }>({ method: 'GET', path, headers });
      return { status, access: body.token };
    };

    it('gives fifty uses of one token fifty of the same session, each of them good', async () => {
      const { access } = await signIn(world, person);

      const answers = await atOnce(AT_ONCE, () => renew(access));

      expect(tally(answers.map(({ status }) => status))).toEqual({ 200: AT_ONCE });
      expect(new Set(answers.map((answer) => sessionOf(answer.access)))).toEqual(new Set([sessionOf(access)]));
      expect(tally(await Promise.all(answers.map((answer) => use(world, answer.access))))).toEqual({ 200: AT_ONCE });
    });

    it('lets one session end amidst its refreshes, with nothing but successes before and refusals after', async () => {
      const { access } = await signIn(world, person);
      const { access: other } = await signIn(world, person);
      const headers = { authorization: `Bearer ${access}` };

      const [answers, ended] = await Promise.all([
        atOnce(AT_ONCE, () => renew(access)),
        world.send({ method: 'POST', path: '/api/v3/auth/logout', headers }),
      ]);

      expect(ended.status).toBe(200);
      expect(answers.filter(({ status }) => status !== 200 && status !== 401)).toEqual([]);
      const survivors = answers.filter(({ status }) => status === 200);
      const refused = await Promise.all(survivors.map((answer) => use(world, answer.access)));
      expect([...new Set(refused)].filter((status) => status !== 401)).toEqual([]);
      expect((await renew(access)).status).toBe(401);
      expect((await renew(other)).status).toBe(200);
    });
  });
});
