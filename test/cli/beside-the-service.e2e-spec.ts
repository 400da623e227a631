import { CommandLine, done, failed } from '../support/command-line.js';
import { createTestDatabase, type TestDatabase } from '../support/databases.js';
import { send } from '../support/http.js';
import { inThisProcess } from '../support/in-this-process.js';
import { ServiceProcess } from '../support/service-process.js';

const PASSWORD = 'a walrus reads the evening paper';
const ADA = { email: 'ada@example.com', password: PASSWORD };

let database: TestDatabase;
let service: ServiceProcess;
let rosetta: CommandLine;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await ServiceProcess.start({}, { database });
  rosetta = new CommandLine(service.directory, database.environment, inThisProcess);
  await rosetta.fed(
    PASSWORD,
    'user',
    'create',
    '--email',
    ADA.email,
    '--role',
    'superadmin',
    '--email-verified',
    '--password-stdin',
  );
});

afterAll(async () => {
  await service.end();
  await database.drop();
});

interface SignedIn {
  readonly data: { readonly accessToken: string };
}

async function signIn(): Promise<string> {
  const { status, body } = await send<SignedIn>(service.url, 'POST', '/api/v3/auth/login', { json: ADA });
  expect(status).toBe(200);
  return /eyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(JSON.stringify(body))?.[0] ?? '';
}

const seen = async (token: string) =>
  (await send(service.url, 'GET', '/account/v1/sessions', { headers: { authorization: `Bearer ${token}` } })).status;

describe('beside a service that runs', () => {
  it('an account opened on the command line signs in', async () => {
    expect(await seen(await signIn())).toBe(200);
  });

  it('a session ended on the command line is refused at the next request', async () => {
    const token = await signIn();
    const { sessions } = await rosetta.json<{ sessions: { id: string }[] }>(
      'session',
      'list',
      ADA.email,
      '--limit',
      '1',
    );
    expect(sessions).toEqual([
      {
        id: expect.any(String),
        origin: 'cadenza',
        address: expect.any(String),
        userAgent: null,
        clientId: null,
        organizationId: null,
        createdAt: expect.any(String),
        lastUsedAt: expect.any(String),
        expiresAt: expect.any(String),
        endedAt: null,
        endReason: null,
      },
    ]);
    const end = ['session', 'end', ADA.email, sessions[0]?.id ?? ''];
    expect(await rosetta.asProcess().run(...end)).toEqual(done('Ended 1 session.'));
    expect(await seen(token)).toBe(401);
  });

  it('so are all sessions, with the reason on record', async () => {
    const tokens = [await signIn(), await signIn()];
    const { ended } = await rosetta.json<{ ended: number }>('session', 'end', ADA.email, '--all');
    expect(ended).toBeGreaterThanOrEqual(2);
    expect([await seen(tokens[0] ?? ''), await seen(tokens[1] ?? '')]).toEqual([401, 401]);
    const { stdout } = await rosetta.run('session', 'list', ADA.email, '--limit', '2');
    expect(stdout.match(/revoked_by_admin$/gm)).toHaveLength(2);
  });

  it('a new password and a disabled account are noticed at once', async () => {
    await rosetta.fed(PASSWORD, 'user', 'create', '--username', 'root', '--role', 'superadmin', '--password-stdin');
    const token = await signIn();
    await rosetta.run('user', 'disable', ADA.email);
    expect(await seen(token)).toBe(401);
    const { status } = await send(service.url, 'POST', '/api/v3/auth/login', { json: ADA });
    expect(status).not.toBe(200);
    await rosetta.run('user', 'enable', ADA.email);
    expect(await seen(await signIn())).toBe(200);
  });

  it('a key rotated on the command line is published at once, and tokens of the one before stay good', async () => {
    const token = await signIn();
    const { id } = await rosetta.json<{ id: string }>('key', 'rotate');
    const { body } = await send<{ keys: { kid: string }[] }>(service.url, 'GET', '/.well-known/jwks.json');
    expect(body.keys[0]?.kid).toBe(id);
    expect(await seen(token)).toBe(200);
  });

  it('an API key made on the command line opens the administrators’ API until it is revoked', async () => {
    const made = await rosetta.json<{ id: string; key: string }>(
      'apikey',
      'create',
      '--name',
      'x',
      '--scope',
      'accounts:read',
    );
    const headers = { authorization: `Bearer ${made.key}` };
    expect((await send(service.url, 'GET', '/admin/v1/accounts', { headers })).status).toBe(200);
    await rosetta.run('apikey', 'revoke', made.id);
    expect((await send(service.url, 'GET', '/admin/v1/accounts', { headers })).status).toBe(401);
  });

  it('the audit log stays whole under two writers', async () => {
    expect(await rosetta.run('audit', 'verify')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('only sessions that are there can be ended', async () => {
    const fix = 'See which there are: rosetta session list <account>.';
    const sentence = `The account has no such session that is still good. ${fix}`;
    expect(await rosetta.run('session', 'end', ADA.email, 'nothing')).toEqual(failed(1, sentence));
    const which = 'Which sessions are meant? Name one session, or add --all.';
    expect(await rosetta.run('session', 'end', ADA.email)).toEqual(failed(2, which));
  });
});
