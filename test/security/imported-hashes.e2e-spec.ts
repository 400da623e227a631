import { UsersService } from '#core/users';
import { Database } from '#platform/database';
import { findAccount, PASSWORD } from '../support/accounts.js';
import { allClients } from '../support/clients/index.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** Hashes as other systems have stored them, with the passwords that they are of. */
const IMPORTED = [
  ['argon2id', 'password', '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'],
  [
    'scrypt',
    'pleaseletmein',
    '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw',
  ],
  [
    'PBKDF2',
    'Password',
    '$pbkdf2-sha256$80000$TmFDbA$TdzY9guYviGDDO5e8icB.WQaRBjQTAQUrv8Ih2s0q1ah1CWhIlgzVJrbhBtRybMXaicr3ruh0HhHj2Kzl/M8jQ',
  ],
  ['bcrypt 2a', 'U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  ['bcrypt 2b', 'U*U*', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['bcrypt 2y', 'U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
] as const;

const DIALECTS = ['authservice', 'kleister', 'gravscale', 'cadenza', 'nap'] as const;

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.close());

/** An account as an import leaves it: a member, its address verified, its hash another system's. */
async function imported(email: string, hash: string): Promise<void> {
  await clientOf('cadenza').signUp?.({ email, password: PASSWORD });
  const user = await findAccount(app, email);
  if (!user) throw new Error(`${email} was not signed up`);
  await app.nest.get(Database).transaction(async () => {
    await app.nest.get(UsersService).setPasswordHash(user.id, hash);
    await app.nest.get(UsersService).confirmEmail(user, email);
  });
}

function clientOf(dialect: string) {
  const client = allClients(app.url).find(({ name }) => name === dialect);
  if (!client) throw new Error(`no client for ${dialect}`);
  return client;
}

describe.each(IMPORTED)('an account with a hash of %s', (scheme, password, hash) => {
  it.each(DIALECTS)('signs in through %s, is stored anew, and signs in again', async (dialect) => {
    const email = `${scheme.replace(' ', '-').toLowerCase()}@${dialect}.example`;
    await imported(email, hash);
    const client = clientOf(dialect);

    expect(await client.trySignIn({ email, password: `${password}!` })).toBe(401);
    expect(await findAccount(app, email)).toMatchObject({ passwordHash: hash });

    expect(await client.trySignIn({ email, password })).toBe(200);
    const upgraded = (await findAccount(app, email))?.passwordHash;
    expect(upgraded).toMatch(/^\$hmac-sha256-bcrypt\$\$2b\$04\$/);

    expect(await client.trySignIn({ email, password })).toBe(200);
    expect(await client.trySignIn({ email, password: `${password}!` })).toBe(401);
    expect((await findAccount(app, email))?.passwordHash).toBe(upgraded);
  });
});

describe('an account whose hash would cost too much', () => {
  it.each([
    '$2b$31$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a',
    '$argon2id$v=19$m=4194304,t=999,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  ])('is refused by every dialect as any other: %s', async (hash) => {
    const email = `hostile-${hash.length}@example.com`;
    await imported(email, hash);
    for (const client of allClients(app.url)) {
      expect([client.name, await client.trySignIn({ email, password: 'password' })]).toEqual([client.name, 401]);
    }
  });
});
