import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { SEALED } from '#core/schema';
import { posted } from '../support/page.js';
import { ServiceProcess } from '../support/service-process.js';
import { createSqliteDatabase, type TestDatabase } from '../support/databases.js';
import type { MailboxMessage } from '../support/test-app.js';
import { TraceCollector } from '../support/trace-collector.js';
import { type HandedOut, type Leak, SecretsLedger } from './secrets-ledger.js';

const NAP_TOKENS = ['session_token', 'refresh_token'];

/** All places in which this service hands out a secret. */
const HANDED_OUT: HandedOut = {
  'POST /auth/register': ['clientSecret'],
  'GET /auth/client': ['clientSecret'],
  'POST /auth/regenerate-client-credentials': ['clientSecret'],
  'POST /auth/login/client': ['token'],
  'POST /api/v1/auth/login': ['token'],
  'GET /api/v1/auth/refresh': ['token'],
  'POST /dev/public-api/api/auth/sign-in': ['accessToken', 'refreshToken'],
  'POST /dev/public-api/api/auth/refresh': ['accessToken', 'refreshToken'],
  'POST /api/v3/auth/login': ['accessToken', 'refreshToken'],
  'POST /api/v3/auth/token/refresh': ['accessToken', 'refreshToken'],
  'POST /api/auth/login': NAP_TOKENS,
  'POST /api/auth/refresh': NAP_TOKENS,
};

const MASTER_KEY = Buffer.from('a master key that nobody guesses').toString('base64');
const API_KEY = 'nap-key-b1946ac92492d2347c6235b4d2611184';

let service: ServiceProcess;
let ledger: SecretsLedger;

const bearing = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** A password that nobody else has. */
const password = (name: string) => ledger.keep(`password ${name}`, `${name} horse battery`.padEnd(24, '.'));

async function mails(): Promise<MailboxMessage[]> {
  const response = await fetch(`${service.url}/dev/mailbox/messages`);
  return (await response.json()) as MailboxMessage[];
}

async function mailed(to: string): Promise<string> {
  const mail = (await mails()).find((candidate) => candidate.to === to);
  return ledger.keep(`one-time token to ${to}`, new URL(mail?.links[0] ?? '').searchParams.get('token') ?? '');
}

async function throughCadenza(): Promise<string> {
  const email = 'cadenza@example.com';
  const [first, second, wrong] = [password('cadenza-1'), password('cadenza-2'), password('cadenza-wrong')];
  await ledger.ask('POST', '/api/v3/auth/signup', { json: { email, password: first } });
  await ledger.ask('POST', '/api/v3/auth/login', { json: { email, password: wrong } });
  const { body } = await ledger.ask<{ data: Record<string, string> }>('POST', '/api/v3/auth/login', {
    json: { email, password: first },
  });
  const { accessToken = '', refreshToken = '' } = body.data;
  await ledger.ask('GET', '/api/v3/auth/user', bearing(accessToken));
  await ledger.ask('PUT', '/api/v3/auth/user', { ...bearing(accessToken), json: { password: second } });
  await ledger.ask('GET', '/account/v1/sessions', bearing(accessToken));
  for (let use = 0; use < 2; use++) await ledger.ask('POST', '/api/v3/auth/token/refresh', { json: { refreshToken } });
  await ledger.ask('POST', '/api/v3/auth/signup', { json: { email, password: first } });
  await ledger.ask('POST', '/api/v3/auth/recover', { json: { email } });
  return accessToken;
}

async function throughAuthservice(): Promise<void> {
  const headers = { username: 'authservice', password: password('authservice'), role: 'user' };
  await ledger.ask('POST', '/auth/register', { headers });
  await ledger.ask('POST', '/auth/register', { headers });
  await ledger.ask('GET', '/auth/client', { headers: { ...headers, password: password('authservice-wrong') } });
  const { body } = await ledger.ask<Record<string, string>>('GET', '/auth/client', { headers });
  const { clientId = '', clientSecret = '' } = body;
  await ledger.ask('POST', '/auth/login/client', { headers: { clientId, clientSecret } });
  await ledger.ask('POST', '/auth/login/client', { headers: { clientId: 'other', clientSecret } });
  await ledger.ask('POST', '/auth/regenerate-client-credentials', { headers });
  await ledger.ask('POST', '/auth/login/client', { headers: { clientId, clientSecret } });
}

async function throughKleister(): Promise<void> {
  const username = 'cadenza@example.com';
  await ledger.ask('POST', '/api/v1/auth/login', { json: { username, password: password('kleister-wrong') } });
  const json = { username, password: password('cadenza-2') };
  const { body } = await ledger.ask<{ token: string }>('POST', '/api/v1/auth/login', { json });
  const { body: fresh } = await ledger.ask<{ token: string }>('GET', '/api/v1/auth/refresh', bearing(body.token));
  await ledger.ask('GET', '/api/v1/auth/refresh', { headers: { 'x-api-key': body.token } });
  await ledger.ask('GET', `/api/v1/auth/refresh?access_token=${fresh.token}`);
  for (const token of [fresh.token, `${fresh.token}x`]) {
    const reply = await fetch(`${service.url}/api/v1/auth/verify/${token}`);
    ledger.heard.push({ place: 'GET /api/v1/auth/verify/{token}', text: await reply.text() });
  }
}

async function throughGravscale(): Promise<void> {
  const json = { email: 'gravscale@example.com', password: password('gravscale') };
  await ledger.ask('POST', '/dev/public-api/api/auth/sign-up', { json });
  await ledger.ask('POST', '/dev/public-api/api/auth/sign-up', { json });
  const wrong = { ...json, password: password('gravscale-wrong') };
  await ledger.ask('POST', '/dev/public-api/api/auth/sign-in', { json: wrong });
  const { body } = await ledger.ask<Record<string, string>>('POST', '/dev/public-api/api/auth/sign-in', { json });
  const { accessToken = '', refreshToken = '' } = body;
  await ledger.ask('GET', '/dev/public-api/api/auth/info', bearing(accessToken));
  await ledger.ask('POST', `/dev/public-api/api/auth/refresh?refresh_token=${refreshToken}`);
  await ledger.ask('POST', `/dev/public-api/api/auth/refresh?refresh_token=${refreshToken}x`);
}

async function throughNap(): Promise<void> {
  const email = 'nap@example.com';
  const secret = password('nap');
  const headers = { 'x-nap-api-key': API_KEY };
  const json = { email, password: secret, confirmPassword: secret, firstName: 'Ada', lastName: 'Lovelace' };
  await ledger.ask('POST', '/api/auth/signup', { headers, json });
  await ledger.ask('POST', '/api/auth/signup', { headers, json: { ...json, confirmPassword: password('nap-other') } });
  await ledger.ask('POST', '/api/auth/login', { headers: { 'x-nap-api-key': `${API_KEY}x` }, json });
  await ledger.ask('POST', '/api/auth/verify-email/send', { headers, json: { email } });
  const token = await mailed(email);
  for (let use = 0; use < 2; use++)
    await ledger.ask('POST', '/api/auth/verify-email/verify', { headers, json: { token } });
  const { body } = await ledger.ask<{ tokens: Record<string, string> }>('POST', '/api/auth/login', { headers, json });
  const { session_token: session = '', refresh_token: refresh = '' } = body.tokens;
  ledger.keep('access token of nap', Buffer.from(session, 'base64url').toString());
  const tokens = { ...headers, 'x-nap-session-token': session, 'x-nap-refresh-token': refresh };
  await ledger.ask('POST', '/api/auth/refresh', { headers: tokens });
  await ledger.ask('POST', '/api/auth/logout', { headers: tokens });
  await ledger.ask('POST', '/api/auth/refresh', { headers: tokens });
}

/** The page shows the token of its own link in its form; that place is taken out of what it said. */
async function throughPages(): Promise<void> {
  const token = await mailed('cadenza@example.com');
  const fresh = password('by-page');
  const look = await fetch(`${service.url}/account/reset-password?token=${token}`);
  const shown = (await look.text()).replace(`name="token" value="${token}"`, '');
  ledger.heard.push({ place: 'GET /account/reset-password', text: shown });
  const path = '/account/reset-password';
  const differing = posted({ token, password: fresh, passwordAgain: password('by-page-other') });
  const again = await fetch(`${service.url}${path}`, { method: 'POST', body: String(differing.raw), headers: FORM });
  ledger.heard.push({ place: `POST ${path}`, text: (await again.text()).replace(`name="token" value="${token}"`, '') });
  for (let use = 0; use < 2; use++) {
    await ledger.ask('POST', path, posted({ token, password: fresh, passwordAgain: fresh }));
  }
  await ledger.ask('POST', '/account/verify-email', posted({ token }));
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Every documented operation, with secrets wherever they do not belong. */
async function throughNonsense(accessToken: string): Promise<number> {
  const { body: document } = await ledger.ask<OpenAPIObject>('GET', '/openapi/all.json');
  const misplaced = password('misplaced');
  const stray = [
    { raw: `{"password":"${misplaced}","email":`, headers: { 'content-type': 'application/json' } },
    {
      json: {
        [misplaced]: misplaced,
        email: misplaced,
        username: { misplaced },
        token: misplaced,
        refreshToken: [misplaced],
      },
    },
    { raw: misplaced, headers: { 'content-type': misplaced, authorization: `Basic ${btoa(`x:${misplaced}`)}` } },
    {
      headers: {
        authorization: `Bearer ${accessToken}x`,
        cookie: `s=${misplaced}`,
        username: misplaced,
        password: misplaced,
      },
    },
    {
      headers: {
        authorization: misplaced,
        'x-nap-session-token': misplaced,
        clientid: misplaced,
        clientsecret: misplaced,
      },
    },
  ];
  let count = 0;
  for (const [path, item] of Object.entries(document.paths)) {
    const address = path.replace(/\{[^}]*\}/g, encodeURIComponent(misplaced));
    for (const verb of Object.keys(item).filter((key) => /^(get|post|put|patch|delete)$/.test(key))) {
      for (const sending of stray) {
        await ledger.ask(
          verb.toUpperCase(),
          `${address}?token=${encodeURIComponent(misplaced)}&refresh_token=${accessToken}x`,
          sending,
        );
        count += 1;
      }
    }
  }
  return count;
}

async function rowsOf(file: string): Promise<string[]> {
  const source = await new DataSource({ type: 'better-sqlite3', database: file, readonly: true }).initialize();
  const tables = await source.query<{ name: string }[]>(`SELECT name FROM sqlite_master WHERE type = 'table'`);
  const rows: string[] = [];
  for (const { name } of tables) {
    const found = await source.query<unknown[]>(`SELECT * FROM "${name}"`);
    rows.push(...found.map((row) => `${name}: ${JSON.stringify(row)}`));
  }
  await source.destroy();
  return rows;
}

const NOWHERE: Leak[] = [];

describe('the secrets of a whole run', () => {
  let database: TestDatabase;
  let collector: TraceCollector;
  let mailbox: MailboxMessage[];
  let nonsense: number;

  beforeAll(async () => {
    database = await createSqliteDatabase();
    collector = await TraceCollector.start();
    const told = { LOG_LEVEL: 'debug', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    service = await ServiceProcess.start({ ...told, MASTER_KEY, NAP_API_KEYS: API_KEY, LIMITS: 'lax' }, { database });
    ledger = new SecretsLedger(service.url, HANDED_OUT);
    ledger.keep('master key', MASTER_KEY);
    ledger.keep('API key of nap', API_KEY);
    const accessToken = await throughCadenza();
    await throughAuthservice();
    await throughKleister();
    await throughGravscale();
    await throughNap();
    await throughPages();
    nonsense = await throughNonsense(accessToken);
    mailbox = await mails();
    await service.stop();
  });

  afterAll(async () => {
    await service.end();
    collector.stop();
    await database.drop();
  });

  it('were many, and used in many requests', () => {
    expect(ledger.secrets.length).toBeGreaterThan(30);
    expect(nonsense).toBeGreaterThan(100);
    const succeeded = new Set(ledger.heard.map(({ place }) => place.replace(/ 20[01]$/, '')));
    expect(Object.keys(HANDED_OUT).filter((route) => !succeeded.has(route))).toEqual([]);
  });

  it('are in no answer but in the fields that hand them out', () => {
    expect(ledger.leaksInAnswers()).toEqual(NOWHERE);
  });

  it('are in no line of the log, at its most talkative', () => {
    const lines = service.printed.split('\n');
    expect(lines.length).toBeGreaterThan(nonsense);
    expect(lines.flatMap((line) => ledger.leaksIn(line, line))).toEqual(NOWHERE);
  });

  it('are in no span of a trace', () => {
    const traces = collector.received.map(({ body }) => body).join('');
    expect(traces.match(/"rosetta\.request_id"/g)?.length).toBeGreaterThan(nonsense);
    expect(ledger.leaksIn('a trace', traces)).toEqual(NOWHERE);
  });

  it('are in no mail but for the one token of its link', () => {
    expect(mailbox.length).toBeGreaterThan(3);
    for (const { subject, text, html, links } of mailbox) {
      expect(links).toHaveLength(1);
      const token = new URL(links[0] ?? '').searchParams.get('token') ?? '';
      const rest = [subject, text, html].join('\n').replaceAll(token, '');
      expect(ledger.leaksIn(subject, rest)).toEqual(NOWHERE);
    }
  });

  it('are in no row of any table', async () => {
    const rows = await rowsOf(join(service.directory, 'rosetta.db'));
    expect(rows.filter((row) => row.startsWith('audit_events')).length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.startsWith('clients'))).toHaveLength(1);
    expect(rows.flatMap((row) => ledger.leaksIn(row, row))).toEqual(NOWHERE);
  });

  it('are sealed in no column but those that are sealed anew under a new master key', async () => {
    const rows = await rowsOf(join(service.directory, 'rosetta.db'));
    const columns = rows.flatMap((row) =>
      [...row.matchAll(/"(\w+)":"v[12]\.[\w.-]{30,}"/g)].map(([, column]) => `${row.split(':')[0]}.${column}`),
    );
    const known = ['clients.sealed_secret', 'outbox_messages.sealed', 'signing_keys.sealed_private_key'];
    expect([...new Set(columns)].sort()).toEqual(known);
    expect(SEALED).toHaveLength(3);
  });

  it('are in no byte of its files, whatever is left between the rows; nor is a private key', () => {
    const files = readdirSync(service.directory).filter((name) => name.startsWith('rosetta.db'));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) {
      const bytes = readFileSync(join(service.directory, name));
      expect(ledger.leaksIn(name, bytes)).toEqual(NOWHERE);
      expect(bytes.includes('PRIVATE KEY')).toBe(false);
    }
  });
});
