import { AuditService } from '#core/audit';
import { PASSWORD } from '../support/accounts.js';
import { type Desk, openDesk } from '../support/administration.js';
import { allClients } from '../support/clients/index.js';
import type { DialectClient, Tokens } from '../support/dialect-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Found {
  readonly accounts: readonly { readonly id: string; readonly email: string }[];
}

interface Sessions {
  readonly sessions: readonly { readonly id: string; readonly dialect: string; readonly endReason: string | null }[];
}

const PERSON = { email: 'ada@example.com', password: PASSWORD };

let app: TestApp;
let clients: DialectClient[];
let desk: Desk;

beforeAll(async () => {
  app = await startTestApp();
  clients = allClients(app.url);
  desk = await openDesk(app);
  const created = await desk.ask('POST', '/accounts', { json: { ...PERSON, emailVerified: true } });
  expect(created.status).toBe(201);
});

afterAll(() => app.close());

/** What every dialect answers to the tokens of one session, by what it can do with them. */
async function statusesEverywhere(tokens: Tokens): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  for (const { name, use, tryRefresh } of clients) {
    const used = await use?.(tokens);
    if (used !== undefined) answers[`${name} use`] = used;
    // In kleister it is the access token that is refreshed.
    const hasToken = tokens.refreshToken !== undefined || name === 'kleister';
    const refreshed = hasToken ? await tryRefresh?.(tokens) : undefined;
    if (refreshed !== undefined) answers[`${name} refresh`] = refreshed;
  }
  return answers;
}

const OVER = (isRefreshable: boolean) => ({
  'kleister use': 401,
  'kleister refresh': 401,
  'gravscale use': 401,
  'cadenza use': 401,
  ...(isRefreshable && { 'gravscale refresh': 401, 'cadenza refresh': 401, 'nap refresh': 401 }),
});

describe('an administrator finds a person that an administrator made, and ends a session', () => {
  it.each(['authservice', 'kleister', 'gravscale', 'cadenza', 'nap'])(
    'that was opened through %s: the next call in every dialect is refused, and the reason is on record',
    async (opening) => {
      const client = clients.find(({ name }) => name === opening);
      if (!client) throw new Error(`no client for ${opening}`);
      const tokens = await client.signIn(PERSON);
      for (const { use } of clients) expect((await use?.(tokens)) ?? 200).toBe(200);

      const found = await desk.ask<Found>('GET', '/accounts?identifierPrefix=ADA@');
      const [person] = found.body.accounts;
      expect(found.body.accounts).toMatchObject([{ email: PERSON.email }]);
      const sessions = `/accounts/${person?.id ?? ''}/sessions`;
      const before = await desk.ask<Sessions>('GET', sessions);
      const session = before.body.sessions.find(({ endReason }) => endReason === null);
      expect(session).toMatchObject({ dialect: opening });
      const ended = await desk.ask('DELETE', `${sessions}/${session?.id ?? ''}`);

      expect(ended.status).toBe(204);
      expect(await statusesEverywhere(tokens)).toEqual(OVER(tokens.refreshToken !== undefined));
      const after = await desk.ask<Sessions>('GET', sessions);
      expect(after.body.sessions.find(({ id }) => id === session?.id)).toMatchObject({
        endReason: 'revoked_by_admin',
        endedAt: app.clock.now().toISOString(),
      });
      const { events } = await app.nest.get(AuditService).find({ accountId: person?.id ?? '' });
      const about = events.filter(({ sessionId, actor }) => sessionId === session?.id && actor === desk.user.id);
      expect(about.map(({ kind, details }) => [kind, details])).toEqual([
        ['admin.session_ended', {}],
        ['session.ended', { reason: 'revoked_by_admin' }],
      ]);
      expect(new Set(about.map(({ requestId }) => requestId))).toEqual(new Set([ended.headers['x-request-id']]));
    },
  );
});
