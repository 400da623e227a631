import { jest } from '@jest/globals';
import { RecoveryService } from '#core/recovery';
import { SessionsService } from '#core/sessions';
import { UsersService } from '#core/users';
import { SOON } from '../support/answer.js';
import type { Tokens } from '../support/dialect-client.js';
import { freshEmail } from '../support/fresh.js';
import { cadenzaClient } from '../support/clients/cadenza.client.js';
import { posted, seen, type SeenPage } from '../support/page.js';
import { gatherHashes } from '../support/gathered-hashes.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { CHOSEN, DEAD_RESET_LINK, UNREADABLE } from './pages.js';

const PATH = '/account/reset-password';
const OLD = 'correct horse battery';
const NEW = 'a wholly other staple';
const RULES =
  'At least 8 characters. A few words are easier to remember than a few signs. Whoever is signed in to your account is signed out when you set it.';
const FIELDS = 'New password New password, once more Set the new password';

let app: TestApp;
/** Where less is let through. */
let strict: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  strict = await startTestApp({
    PASSWORD_MIN_LENGTH: '15',
    LIMITS: 'strict',
    HASH_WORKERS: '1',
    HASH_QUEUE_LIMIT: '1',
    BCRYPT_COST: '10',
  });
});

/** What has counted against anybody counts no longer. */
beforeEach(() => strict.clock.advance(3600));

afterAll(async () => {
  await app.close();
  await strict.close();
});

/** Somebody with two sessions, who has forgotten the password and got a mail. */
async function forgetful(on = app) {
  const email = freshEmail('reset');
  const client = cadenzaClient(on.url);
  await client.signUp?.({ email, password: OLD });
  const sessions = [await client.signIn({ email, password: OLD }), await client.signIn({ email, password: OLD })];
  return { email, sessions, token: await newToken(email, on) };
}

async function newToken(email: string, on = app): Promise<string> {
  await on.send('POST', '/api/v3/auth/recover', { json: { email } });
  const [mail] = await on.mailTo(email);
  return new URL(mail?.links[0] ?? '').searchParams.get('token') ?? '';
}

function open(token: string) {
  return app.send<string>('GET', `${PATH}?${new URLSearchParams({ token }).toString()}`);
}

function choose(token: string, password: string, passwordAgain = password) {
  return app.send<string>('POST', PATH, posted({ token, password, passwordAgain }));
}

function trySignIn(email: string, password: string) {
  return cadenzaClient(app.url).trySignIn({ email, password });
}

/** Whether each of the sessions can be used, and refreshed. */
function stateOf(sessions: readonly Tokens[]) {
  const { use, tryRefresh } = cadenzaClient(app.url);
  return Promise.all(sessions.map(async (tokens) => [await use?.(tokens), await tryRefresh?.(tokens)]));
}

function refused(token: string, reason: string): SeenPage {
  return {
    status: 422,
    title: 'Choose a new password',
    text: `${reason} ${RULES} ${FIELDS}`,
    form: { token, password: '', passwordAgain: '' },
  };
}

describe('GET /account/reset-password', () => {
  it('shows a form for a new password', async () => {
    const { token } = await forgetful();
    expect(seen(await open(token))).toEqual({
      status: 200,
      title: 'Choose a new password',
      text: `${RULES} ${FIELDS}`,
      form: { token, password: '', passwordAgain: '' },
    });
  });

  it('can be filled in by people and by password managers alike', async () => {
    const { token } = await forgetful();
    const { body } = await open(token);
    expect(body).toMatch(/<html lang="en">/);
    expect(body).toMatch(/<title>Choose a new password<\/title>/);
    for (const id of ['password', 'passwordAgain']) {
      expect(body).toContain(`<label for="${id}">`);
      const input = new RegExp(`<input[^>]*id="${id}"[^>]*>`).exec(body)?.[0];
      expect(input).toMatch(/type="password"/);
      expect(input).toMatch(/minlength="8"/);
      expect(input).toMatch(/autocomplete="new-password"/);
      expect(input).toMatch(/\srequired\s/);
    }
  });

  it('names the least length that is configured', async () => {
    const { token } = await forgetful(strict);
    const { body } = await strict.send<string>('GET', `${PATH}?token=${token}`);
    expect(body).toMatch(/minlength="15"/);
    expect(body).toMatch(/At least 15 characters/);
  });

  it('uses nothing up, however often a scanner looks', async () => {
    const { email, sessions, token } = await forgetful();
    const path = `${PATH}?token=${token}`;
    expect((await app.send('HEAD', path)).status).toBe(200);
    expect((await open(token)).status).toBe(200);
    expect((await open(token)).status).toBe(200);
    expect(await trySignIn(email, OLD)).toBe(200);
    expect(await stateOf(sessions)).toEqual([
      [200, 200],
      [200, 200],
    ]);
    expect(seen(await choose(token, NEW))).toEqual(CHOSEN);
  });

  it('says of a token that is used, replaced, too old, made up or of another kind only that it does not work', async () => {
    const used = await forgetful();
    await choose(used.token, NEW);
    const replaced = await forgetful();
    await newToken(replaced.email);
    const expired = await forgetful();
    app.clock.advance(3600);
    const { email } = await forgetful();
    const mails = await app.mailTo(email);
    const forVerifying = new URL(mails.at(-1)?.links[0] ?? '').searchParams.get('token') ?? '';
    for (const token of [used.token, replaced.token, expired.token, forVerifying, 'A'.repeat(43), '', '"><script>']) {
      expect(seen(await open(token))).toEqual(DEAD_RESET_LINK);
      expect(seen(await choose(token, NEW))).toEqual(DEAD_RESET_LINK);
    }
    expect(await trySignIn(email, OLD)).toBe(200);
  });
});

describe('POST /account/reset-password', () => {
  it('sets the password, ends every session and takes the link as used', async () => {
    const { email, sessions, token } = await forgetful();
    expect(seen(await choose(token, NEW))).toEqual(CHOSEN);
    expect(await trySignIn(email, OLD)).toBe(401);
    expect(await trySignIn(email, NEW)).toBe(200);
    expect(await stateOf(sessions)).toEqual([
      [401, 401],
      [401, 401],
    ]);
    expect(seen(await choose(token, 'yet another password'))).toEqual(DEAD_RESET_LINK);
    expect(await trySignIn(email, NEW)).toBe(200);
  });

  it('notes with each session why it ended', async () => {
    const { sessions, token } = await forgetful();
    const [claims = ''] = (sessions[0]?.accessToken ?? '').split('.').slice(1);
    const { sid } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sid: string };
    await choose(token, NEW);
    expect(await app.nest.get(SessionsService).find(sid)).toMatchObject({
      endedAt: app.clock.now(),
      endReason: 'password_recovered',
    });
  });

  it('takes the mail as proof of the address', async () => {
    const { email, token } = await forgetful();
    await choose(token, NEW);
    const user = await app.nest.get(UsersService).findByIdentifier(email, 'email');
    expect(user?.emailConfirmedAt).toEqual(app.clock.now());
  });

  it('works once, of two posts at the same moment', async () => {
    const { email, token } = await forgetful();
    const passwords = [NEW, 'the other one of two'];
    const replies = await Promise.all(passwords.map((password) => choose(token, password)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
    const signIns = await Promise.all(passwords.map((password) => trySignIn(email, password)));
    expect(signIns).toEqual(replies.map(({ status }) => (status === 200 ? 200 : 401)));
  });

  it.each([
    ['differ', NEW, `${NEW}.`, 'The two passwords differ. Type the same one twice.'],
    ['differ by one being empty', NEW, '', 'The two passwords differ. Type the same one twice.'],
    ['are empty', '', '', 'The password must be at least 8 characters long.'],
    ['are too short', 'seven 7', 'seven 7', 'The password must be at least 8 characters long.'],
    ['are too short in characters', '🗝️🗝️🗝️', '🗝️🗝️🗝️', 'The password must be at least 8 characters long.'],
    ['are too long', 'x'.repeat(1025), 'x'.repeat(1025), 'The password must be at most 1024 characters long.'],
    [
      'hold control characters',
      'tab\there and NUL\0',
      'tab\there and NUL\0',
      'The password must not contain control characters.',
    ],
  ])('brings the form again when the passwords %s, the link still good', async (_, password, again, reason) => {
    const { email, sessions, token } = await forgetful();
    const reply = await choose(token, password, again);
    expect(seen(reply)).toEqual(refused(token, reason));
    expect(reply.body).toContain('role="alert"');
    expect(await trySignIn(email, OLD)).toBe(200);
    expect(await stateOf(sessions)).toEqual([
      [200, 200],
      [200, 200],
    ]);
    expect(seen(await choose(token, NEW))).toEqual(CHOSEN);
  });

  it('never sends a password back', async () => {
    const { token } = await forgetful();
    expect((await choose(token, 'hunter2', 'hunter2')).body).not.toContain('hunter2');
    expect((await choose(token, 'hunter2hunter2', 'other')).body).not.toContain('hunter2');
  });

  it('takes any characters that people type, up to 1024 of them', async () => {
    const { email, token } = await forgetful();
    const password = `&=+% "<>' Zoë 日本語 🗝️ ${'y'.repeat(900)}`;
    expect(seen(await choose(token, password))).toEqual(CHOSEN);
    expect(await trySignIn(email, password)).toBe(200);
  });

  it.each([
    ['no password', { passwordAgain: NEW }],
    ['no second password', { password: NEW }],
    ['neither', {}],
  ])('refuses a form with %s', async (_, fields) => {
    const { email, token } = await forgetful();
    const reply = await app.send<string>('POST', PATH, posted({ token, ...fields }));
    expect(seen(reply)).toEqual(UNREADABLE);
    expect(await trySignIn(email, OLD)).toBe(200);
  });

  it('refuses fields that come twice', async () => {
    const { email, token } = await forgetful();
    const { raw, ...sending } = posted({ token, password: NEW, passwordAgain: NEW });
    const again = new URLSearchParams({ password: OLD }).toString();
    const reply = await app.send<string>('POST', PATH, { ...sending, raw: `${String(raw)}&${again}` });
    expect(seen(reply)).toEqual(UNREADABLE);
    expect(await trySignIn(email, OLD)).toBe(200);
  });

  it('ignores fields that it does not know', async () => {
    const { email, token } = await forgetful();
    const extra = { role: 'superadmin', email: 'mallory@example.com', ['__proto__']: 'x', constructor: 'y' };
    const fields = { token, password: NEW, passwordAgain: NEW };
    expect(seen(await app.send<string>('POST', PATH, posted({ ...extra, ...fields })))).toEqual(CHOSEN);
    const user = await app.nest.get(UsersService).findByIdentifier(email, 'email');
    expect(user).toMatchObject({ email, role: 'user' });
  });

  it('refuses JSON with 415 and reads nothing of it', async () => {
    const { email, token } = await forgetful();
    const reply = await app.send<string>('POST', PATH, { json: { token, password: NEW, passwordAgain: NEW } });
    expect(seen(reply)).toEqual({ ...UNREADABLE, status: 415 });
    expect(await trySignIn(email, OLD)).toBe(200);
  });

  it('says nothing of what went wrong on our side', async () => {
    const { token } = await forgetful();
    const spy = jest
      .spyOn(app.nest.get(RecoveryService), 'setPassword')
      .mockRejectedValueOnce(new Error('at /secret/place'));
    const reply = await choose(token, NEW);
    expect(seen(reply)).toMatchObject({ status: 500, title: 'Something went wrong on our side' });
    expect(reply.body).not.toContain('secret');
    spy.mockRestore();
  });
});

describe('in a rush', () => {
  it('answers too many tries with 429, a page and how long to wait', async () => {
    const attempt = () =>
      strict.send<string>('POST', PATH, posted({ token: 'A'.repeat(43), password: NEW, passwordAgain: NEW }));
    for (let tries = 0; tries < 30; tries += 1) expect((await attempt()).status).toBe(400);
    const reply = await attempt();
    const seconds = Number(reply.headers['retry-after']);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(seen(reply)).toEqual({
      status: 429,
      title: 'Too many tries',
      text: `Nothing has been changed, and your link is as good as before. Go back and try again in ${seconds} seconds.`,
    });
  });

  it('answers 503 and how long to wait when too many passwords are waiting to be stored', async () => {
    const { email, token } = await forgetful(strict);
    const set = () => strict.send<string>('POST', PATH, posted({ token, password: NEW, passwordAgain: NEW }));
    gatherHashes(strict, 8);
    const replies = await Promise.all(Array.from({ length: 8 }, set));
    const refusals = replies.filter(({ status }) => status === 503);
    expect(refusals).toHaveLength(6);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const reply of refusals) {
      expect(reply.headers['retry-after']).toEqual(SOON);
      const seconds = Number(reply.headers['retry-after']);
      const wait = seconds === 1 ? 'a second' : `${seconds} seconds`;
      expect(seen(reply)).toEqual({
        status: 503,
        title: 'Very busy just now',
        text: `Nothing has been changed, and your link is as good as before. Go back and try again in ${wait}.`,
      });
    }
    expect(await cadenzaClient(strict.url).trySignIn({ email, password: NEW })).toBe(200);
  });
});
