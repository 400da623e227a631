import { jest } from '@jest/globals';
import { EmailVerificationService } from '#core/email-verification';
import { UsersService } from '#core/users';
import { sha256 } from '#platform/crypto';
import { posted, seen } from '../support/page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { CONFIRMED, DEAD_LINK, UNREADABLE } from './pages.js';

const PATH = '/account/verify-email';

let app: TestApp;
let count = 0;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.close());

/** Somebody who has signed up, and the token of the mail that went out. */
async function newcomer() {
  count += 1;
  const email = `verify${count}@example.com`;
  const { body } = await app.send<{ data: { id: string } }>('POST', '/api/v3/auth/signup', {
    json: { email, password: 'correct horse battery' },
  });
  return { email, id: body.data.id, token: await newestToken(email) };
}

async function newestToken(email: string): Promise<string> {
  const [mail] = await app.mailTo(email);
  return new URL(mail?.links[0] ?? '').searchParams.get('token') ?? '';
}

async function confirmedAt(id: string): Promise<Date | null> {
  return (await app.nest.get(UsersService).mustFindById(id)).emailConfirmedAt;
}

function open(token: string) {
  return app.send<string>('GET', `${PATH}?${new URLSearchParams({ token }).toString()}`);
}

function confirm(token: string) {
  return app.send<string>('POST', PATH, posted({ token }));
}

describe('GET /account/verify-email', () => {
  it('shows a page whose button sends the token', async () => {
    const { token } = await newcomer();
    expect(seen(await open(token))).toEqual({
      status: 200,
      title: 'Confirm your e-mail address',
      text: 'One press of the button, and we know that this address is yours. Confirm my address',
      form: { token },
    });
  });

  it('uses nothing up, however often a scanner looks', async () => {
    const { id, token } = await newcomer();
    const path = `${PATH}?token=${token}`;
    expect((await app.send('HEAD', path)).status).toBe(200);
    expect((await open(token)).status).toBe(200);
    expect((await open(token)).status).toBe(200);
    expect((await app.send('HEAD', path)).status).toBe(200);
    expect(await confirmedAt(id)).toBeNull();
    expect(seen(await confirm(token))).toEqual(CONFIRMED);
    expect(await confirmedAt(id)).toEqual(app.clock.now());
  });

  it('lets no script run, nothing be loaded, nobody frame or cache it, and no address leak', async () => {
    const { token } = await newcomer();
    const { headers, body } = await open(token);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
      ),
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const style = /<style>(.*)<\/style>/s.exec(body)?.[1] ?? '';
    expect(headers['content-security-policy']).toContain(`'sha256-${sha256(style).toString('base64')}'`);
    expect(body).not.toMatch(/<script|javascript:|\son\w+=|https?:/);
  });

  it('says of a token that is used, replaced, too old, made up or of another kind only that it does not work', async () => {
    const used = await newcomer();
    await confirm(used.token);
    const replaced = await newcomer();
    const user = await app.nest.get(UsersService).mustFindById(replaced.id);
    await app.nest.get(EmailVerificationService).sendTo(user);
    await app.send('POST', '/api/v3/auth/recover', { json: { email: used.email } });
    const expired = await newcomer();
    app.clock.advance(24 * 3600);
    const madeUp = 'A'.repeat(43);
    for (const token of [used.token, replaced.token, expired.token, madeUp, await newestToken(used.email)]) {
      expect(seen(await open(token))).toEqual(DEAD_LINK);
    }
    expect((await app.send('HEAD', `${PATH}?token=${madeUp}`)).status).toBe(400);
  });

  it.each([
    ['no token', ''],
    ['an empty token', '?token='],
    ['two tokens', `?token=${'A'.repeat(43)}&token=${'B'.repeat(43)}`],
    ['a token in pieces', '?token[a]=b'],
    ['a token with control characters', '?token=%00%07'],
    ['a token with half a character', '?token=%ED%A0%80'],
    ['a token that does not decode', '?token=%E0%A4%A'],
    ['an endless token', `?token=${'x'.repeat(9000)}`],
    ['markup', `?token=${encodeURIComponent('"><script>alert(1)</script>')}`],
    ['SQL', `?token=${encodeURIComponent("' OR 1=1 --")}`],
    ['a prototype key', '?__proto__[token]=x&constructor=y'],
  ])('takes %s for a link that does not work', async (_, query) => {
    const reply = await app.send<string>('GET', `${PATH}${query}`);
    expect(seen(reply)).toEqual(DEAD_LINK);
    expect(reply.body).not.toContain('<script');
  });

  it('is the same page with a slash at the end', async () => {
    const { token } = await newcomer();
    expect((await app.send('GET', `${PATH}/?token=${token}`)).status).toBe(200);
  });
});

describe('POST /account/verify-email', () => {
  it('confirms the address, once', async () => {
    const { id, token } = await newcomer();
    const reply = await confirm(token);
    expect(seen(reply)).toEqual(CONFIRMED);
    expect(reply.headers['content-security-policy']).toMatch(/^default-src 'none'; /);
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(seen(await confirm(token))).toEqual(DEAD_LINK);
    expect(await confirmedAt(id)).toEqual(app.clock.now());
  });

  it('confirms once, of two presses at the same moment', async () => {
    const { token } = await newcomer();
    const replies = await Promise.all([confirm(token), confirm(token)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('confirms nothing with the token of an address that the account has left', async () => {
    const { id, token, email } = await newcomer();
    const users = app.nest.get(UsersService);
    const login = await app.send<{ data: { accessToken: string } }>('POST', '/api/v3/auth/login', {
      json: { email, password: 'correct horse battery' },
    });
    await app.send('PUT', '/api/v3/auth/user', {
      json: { email: `new-${email}` },
      headers: { authorization: `Bearer ${login.body.data.accessToken}` },
    });
    expect(seen(await confirm(token))).toEqual(DEAD_LINK);
    expect(await users.mustFindById(id)).toMatchObject({ email: `new-${email}`, emailConfirmedAt: null });
  });

  it('refuses a dead, missing or hostile token without harm to the good one', async () => {
    const { token } = await newcomer();
    for (const other of [
      '',
      'A'.repeat(43),
      token.slice(1),
      `${token}=`,
      `${token}\u0000`,
      '"><script>',
      'x'.repeat(9000),
    ]) {
      expect(seen(await confirm(other))).toEqual(DEAD_LINK);
    }
    expect(seen(await app.send<string>('POST', `${PATH}?token=${token}`))).toEqual(DEAD_LINK);
    expect(seen(await app.send<string>('POST', PATH, posted({})))).toEqual(DEAD_LINK);
    expect(seen(await confirm(token))).toEqual(CONFIRMED);
  });

  it('refuses a field that comes twice', async () => {
    const { token } = await newcomer();
    const twice = { raw: `token=${token}&token=${token}`, headers: posted({}).headers ?? {} };
    expect(seen(await app.send<string>('POST', PATH, twice))).toEqual(DEAD_LINK);
    expect((await open(token)).status).toBe(200);
  });

  it.each([
    ['application/json', (token: string) => JSON.stringify({ token })],
    ['text/plain', (token: string) => `token=${token}`],
    ['multipart/form-data; boundary=x', (token: string) => `--x\r\n\r\n${token}\r\n--x--`],
  ])('refuses a body of the type %s with 415', async (type, body) => {
    const { id, token } = await newcomer();
    const reply = await app.send<string>('POST', PATH, { raw: body(token), headers: { 'content-type': type } });
    expect(seen(reply)).toEqual({ ...UNREADABLE, status: 415 });
    expect(await confirmedAt(id)).toBeNull();
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0x74, 0x3d, 0xff])],
    ['escapes that do not decode', Buffer.from('token=%E0%A4%A')],
    ['a lone percent sign', Buffer.from('token=%')],
  ])('refuses %s with 400', async (_, raw) => {
    const reply = await app.send<string>('POST', PATH, { raw, headers: posted({}).headers ?? {} });
    expect(seen(reply)).toEqual(UNREADABLE);
  });

  it('refuses a body past 64 KiB with 413, as a page', async () => {
    const reply = await app.send<string>('POST', PATH, posted({ token: 'x'.repeat(70_000) }));
    expect(seen(reply)).toEqual({ ...UNREADABLE, status: 413 });
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('says what went wrong on our side by a number alone', async () => {
    const { token } = await newcomer();
    const spy = jest
      .spyOn(app.nest.get(EmailVerificationService), 'verify')
      .mockRejectedValueOnce(new Error('SQLITE_IOERR in /secret/place'));
    const reply = await confirm(token);
    expect(seen(reply)).toEqual({
      status: 500,
      title: 'Something went wrong on our side',
      text: `Please try again in a few minutes. If it stays like this, tell whoever runs the service this number: ${String(reply.headers['x-request-id'])}`,
    });
    spy.mockRestore();
  });
});

describe('below /account', () => {
  it.each(['/account', '/account/', '/account/nothing', '/account/verify-email/more'])(
    '%s is a page that says there is none',
    async (path) => {
      expect(seen(await app.send<string>('GET', path))).toEqual({
        status: 404,
        title: 'There is nothing here',
        text: 'Please open the link in your mail again, from the first letter to the last.',
      });
    },
  );

  it.each(['PUT', 'DELETE', 'PATCH'])('%s is a method that the page does not take', async (method) => {
    const reply = await app.send<string>(method, PATH);
    expect(seen(reply)).toEqual({ ...UNREADABLE, status: 405 });
    expect(reply.headers.allow).toBe('GET, HEAD, POST');
  });

  it('tells errors elsewhere as before', async () => {
    const reply = await app.send('GET', '/accounts');
    expect(reply).toMatchObject({ status: 404, body: { type: 'about:blank', status: 404, code: 'route_unknown' } });
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('is in no published document', async () => {
    const { body } = await app.send<{ paths: Record<string, unknown> }>('GET', '/openapi/all.json');
    expect(Object.keys(body.paths).filter((path) => /^\/(account(?!\/v1\/)|dev\/mailbox)/.test(path))).toEqual([]);
  });
});
