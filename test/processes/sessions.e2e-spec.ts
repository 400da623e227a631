import { AccessTokensService, SigningKeysService, TokensModule } from '#core/tokens';
import { allClients } from '../support/clients/index.js';
import { type Core, startCore } from '../support/core-fixture.js';
import { createTestDatabase, type TestDatabase } from '../support/databases.js';
import type { DialectClient } from '../support/dialect-client.js';
import { ServiceProcess } from '../support/service-process.js';

const PERSON = { email: 'ada@example.com', password: 'correct horse battery' };

/** The key of a token: `kid` of its header (RFC 7515 §4.1.4). */
const kidOf = (token: string): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: unknown }).kid;

/** A process of which the test is in charge, under the same time as the others. */
async function startBeside(database: TestDatabase): Promise<Core> {
  const core = await startCore([TokensModule], { files: { ...database, drop: async () => undefined } });
  core.clock.advance((Date.now() - core.clock.now().getTime()) / 1000);
  return core;
}

describe('three processes over one database', () => {
  let database: TestDatabase;
  let services: ServiceProcess[];

  beforeAll(async () => {
    database = await createTestDatabase();
    services = await Promise.all([0, 1, 2].map(() => ServiceProcess.start({}, { database })));
    expect(await at(0, 'cadenza').signUp?.(PERSON)).toBe(200);
  });

  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await database.drop();
  });

  const at = (process: number, name: string): DialectClient => {
    const client = allClients(services[process]?.url ?? '').find((candidate) => candidate.name === name);
    if (!client) throw new Error(`no client for ${name}`);
    return client;
  };

  it.each(['cadenza', 'nap'])('refuse at once the session that one of them ended through %s', async (ending) => {
    const tokens = await at(0, 'cadenza').signIn(PERSON);
    expect(await at(1, 'gravscale').use?.(tokens)).toBe(200);
    expect(await at(2, 'kleister').use?.(tokens)).toBe(200);

    expect(await at(0, ending).end?.(tokens)).toBe(200);

    expect(await at(1, 'gravscale').use?.(tokens)).toBe(401);
    expect(await at(2, 'kleister').use?.(tokens)).toBe(401);
    expect(await at(1, 'cadenza').tryRefresh?.(tokens)).toBe(401);
    expect(await at(2, 'gravscale').tryRefresh?.(tokens)).toBe(401);
  });

  it('spend a refresh token once: what one has rotated, another answers with the same successor', async () => {
    const tokens = await at(0, 'cadenza').signIn(PERSON);

    const successors = await Promise.all([0, 1, 2].map(async (process) => at(process, 'cadenza').refresh?.(tokens)));

    expect(new Set(successors.map((successor) => successor?.refreshToken)).size).toBe(1);
  });

  describe('when one of them has rotated the signing key', () => {
    let core: Core;
    let kid: string;

    beforeAll(async () => {
      core = await startBeside(database);
      kid = await core.get(SigningKeysService).rotate();
    });

    afterAll(() => core.close());

    it('all publish the new one', async () => {
      for (const { url } of services) {
        const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
        expect(keys.map((key) => key.kid)).toContain(kid);
      }
    });

    it('sign with it, and verify what the others have signed, with either', async () => {
      for (const [process, other] of [
        [0, 1],
        [1, 2],
        [2, 0],
      ] as const) {
        const tokens = await at(process, 'cadenza').signIn(PERSON);
        expect(kidOf(tokens.accessToken)).toBe(kid);
        expect(await at(other, 'kleister').use?.(tokens)).toBe(200);
      }
    });
  });

  it('verify at once a token of a key that they have not heard of', async () => {
    const tokens = await at(0, 'cadenza').signIn(PERSON);
    const core = await startBeside(database);
    const { sid, sub } = await core.get(AccessTokensService).verify(tokens.accessToken);
    await core.get(SigningKeysService).rotate();
    const session = { id: sid, userId: sub, clientId: null, expiresAt: new Date('2040-01-01T00:00:00Z') };
    const { token } = await core.get(AccessTokensService).issueFor(session);

    for (const process of [0, 1, 2]) expect(await at(process, 'kleister').use?.({ accessToken: token })).toBe(200);
    await core.close();
  });
});
