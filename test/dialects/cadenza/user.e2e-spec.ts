import type { OutgoingHttpHeaders } from 'node:http';
import { jest } from '@jest/globals';
import { AccountService } from '#core/account';
import { EntryService } from '#core/entry';
import { PasswordsService } from '#core/passwords';
import { SessionsService } from '#core/sessions';
import { UsersService } from '#core/users';
import { claimsOf, findAccount, openAccount, PASSWORD } from '../../support/accounts.js';
import { answerOf } from '../../support/answer.js';
import { posted } from '../../support/page.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors, MESSAGES, shownUser, success } from './cadenza.answers.js';
import {
  BASE,
  bearing,
  getUser,
  join,
  logIn,
  logOut,
  mailedToken,
  openSession,
  recover,
  refresh,
  signUp,
  updateUser,
} from './cadenza.requests.js';

const NEW_PASSWORD = 'a wholly other staple';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.close());

/** As somebody is shown who has just joined, and with what has happened since. */
function shown(email: string, since: Readonly<Record<string, unknown>> = {}) {
  const now = app.clock.now();
  return success(shownUser(email, now, { lastSignInAt: now.toISOString(), ...since }));
}

/** Of somebody who was changed so often while the clock stood: each change is told from the one before. */
function changed(times: number) {
  return { updatedAt: new Date(app.clock.now().getTime() + times).toISOString() };
}

function sessionOf(accessToken: string) {
  return app.nest.get(SessionsService).find((claimsOf(accessToken) as { sid: string }).sid);
}

/** A JWT whose payload is changed, its signature kept. */
function forged(token: string, change: object): string {
  const [header, , signature] = token.split('.');
  const payload = Buffer.from(JSON.stringify({ ...(claimsOf(token) as object), ...change })).toString('base64url');
  return [header, payload, signature].join('.');
}

function unsigned(token: string, header: object): string {
  const [, payload] = token.split('.');
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload ?? ''}.`;
}

describe('GET /api/v3/auth/user', () => {
  it('answers the account of the bearer', async () => {
    const { email, accessToken } = await join(app, 'ada@example.com');

    expect(await getUser(app, accessToken)).toEqual(shown(email));
  });

  it('answers all that is known of it', async () => {
    const { email, accessToken, user } = await join(app, 'whole@example.com');
    await app.send('POST', '/account/verify-email', posted({ token: await mailedToken(app, email) }));
    await updateUser(app, accessToken, { metadata: { colour: 'blue' } });

    expect(await getUser(app, accessToken)).toEqual(
      shown(email, {
        id: user.id,
        emailConfirmedAt: app.clock.now().toISOString(),
        userMetadata: { colour: 'blue' },
        ...changed(2),
      }),
    );
  });

  describe('401 Unauthorized - Authentication required', () => {
    it.each<[string, Record<string, string | string[]>]>([
      ['no header', {}],
      ['an empty header', { authorization: '' }],
      ['no token', { authorization: 'Bearer' }],
      ['another scheme', { authorization: 'Basic YWRhOnBhc3N3b3Jk' }],
      ['no JWT', { authorization: 'Bearer nonsense' }],
      ['two dots and nothing else', { authorization: 'Bearer ..' }],
      ['a JWT of something that is no object', { authorization: 'Bearer bnVsbA.bnVsbA.bnVsbA' }],
      ['octets beyond ASCII', { authorization: 'Bearer \u00FF\u00FE' }],
      ['a token of 20 KiB', { authorization: `Bearer ${'x'.repeat(20_000)}` }],
    ])('with %s', async (_, headers) => {
      const reply = await app.send('GET', `${BASE}/user`, { headers });

      expect(answerOf(reply)).toEqual(errors.unauthenticated);
      expect(reply.headers['www-authenticate']).toBe('Bearer');
    });

    it('with the header twice', async () => {
      const { accessToken } = await join(app, 'header.twice@example.com');
      const headers: OutgoingHttpHeaders = { Authorization: [`Bearer ${accessToken}`, `Bearer ${accessToken}`] };

      expect(answerOf(await app.send('GET', `${BASE}/user`, { headers }))).toEqual(errors.unauthenticated);
    });

    it('with a token that was tampered with', async () => {
      const victim = await join(app, 'victim@example.com');
      const { accessToken } = await join(app, 'mallory@example.com');
      const [header = '', payload = '', signature = ''] = accessToken.split('.');
      const tokens = [
        forged(accessToken, { sub: victim.user.id }),
        forged(accessToken, { exp: 4_102_444_800 }),
        unsigned(accessToken, { alg: 'none', typ: 'at+jwt' }),
        unsigned(accessToken, { alg: 'none' }),
        `${header}.${payload}.`,
        `${header}.${payload}`,
        `${header}.${payload}.${signature.slice(0, -2)}AA`,
        victim.refreshToken,
      ];

      for (const token of tokens) expect(await getUser(app, token)).toEqual(errors.unauthenticated);
    });

    it('with a token that has expired', async () => {
      const { accessToken } = await join(app, 'expired@example.com');
      app.clock.advance(3599);
      expect(await getUser(app, accessToken)).toMatchObject({ status: 200 });
      app.clock.advance(1);

      expect(await getUser(app, accessToken)).toEqual(errors.unauthenticated);
    });

    it('with the token of a session that has ended', async () => {
      const { accessToken } = await join(app, 'ended@example.com');
      await logOut(app, accessToken);

      expect(await getUser(app, accessToken)).toEqual(errors.unauthenticated);
    });

    it('for as long as the account is disabled', async () => {
      const { email, accessToken, user } = await join(app, 'disabled@example.com');
      const users = app.nest.get(UsersService);
      await users.setEnabled(user.id, false);
      expect(await getUser(app, accessToken)).toEqual(errors.unauthenticated);
      await users.setEnabled(user.id, true);

      expect(await getUser(app, accessToken)).toEqual(shown(email, changed(2)));
    });
  });

  it('500 Internal server error', async () => {
    jest.spyOn(app.nest.get(EntryService), 'admit').mockRejectedValueOnce(new Error('the disk is on fire'));

    expect(await getUser(app, 'x.y.z')).toEqual(errors.unexpected);
  });

  it('answers to the scheme in any case', async () => {
    const { accessToken } = await join(app, 'scheme@example.com');
    const headers = { authorization: `bearer  ${accessToken}` };

    expect((await app.send('GET', `${BASE}/user`, { headers })).status).toBe(200);
  });
});

describe('PUT /api/v3/auth/user', () => {
  it('changes the fields that are sent, all at once', async () => {
    const { email, accessToken } = await join(app, 'update@example.com');
    const change = { email: `new.${email}`, password: NEW_PASSWORD, metadata: { colour: 'green' } };

    expect(await updateUser(app, accessToken, change)).toEqual(
      shown(change.email, { userMetadata: { colour: 'green' }, ...changed(3) }),
    );
    expect(await getUser(app, accessToken)).toEqual(
      shown(change.email, { userMetadata: { colour: 'green' }, ...changed(3) }),
    );
  });

  it('changes nothing when nothing is sent', async () => {
    const { email, accessToken } = await join(app, 'nothing@example.com');
    const before = shown(email);
    app.clock.advance(10);

    expect(await updateUser(app, accessToken, {})).toEqual(before);
    expect(answerOf(await app.send('PUT', `${BASE}/user`, bearing(accessToken)))).toEqual(before);
  });

  it('tells when something last changed', async () => {
    const { email, accessToken } = await join(app, 'updated.at@example.com');
    const joined = app.clock.now().toISOString();
    app.clock.advance(10);

    expect(await updateUser(app, accessToken, { metadata: {} })).toEqual(
      shown(email, { createdAt: joined, lastSignInAt: joined }),
    );
  });

  describe('metadata', () => {
    it('is merged key by key, and null removes a key', async () => {
      const email = 'merge@example.com';
      await signUp(app, { email, password: PASSWORD, metadata: { kept: 1, replaced: { a: 1 }, removed: true } });
      const { accessToken } = await openSession(app, email);
      const metadata = { replaced: { b: [2] }, removed: null, added: 'x', neverThere: null };
      const userMetadata = { kept: 1, replaced: { b: [2] }, added: 'x' };

      expect(await updateUser(app, accessToken, { metadata })).toEqual(shown(email, { userMetadata, ...changed(1) }));
      expect(await getUser(app, accessToken)).toEqual(shown(email, { userMetadata, ...changed(1) }));
    });

    it('keeps a null that is not at the top', async () => {
      const { email, accessToken } = await join(app, 'deep.null@example.com');

      expect(await updateUser(app, accessToken, { metadata: { a: { b: null } } })).toEqual(
        shown(email, { userMetadata: { a: { b: null } }, ...changed(1) }),
      );
    });

    it('adds up to 64 KiB at the most', async () => {
      const { email, accessToken } = await join(app, 'hoarder@example.com');
      const userMetadata = { first: 'x'.repeat(60_000) };
      await updateUser(app, accessToken, { metadata: userMetadata });

      expect(await updateUser(app, accessToken, { metadata: { second: 'x'.repeat(6_000) } })).toEqual(
        errors.invalid({ metadata: 'metadata must be at most 65536 bytes as JSON' }),
      );
      expect(await getUser(app, accessToken)).toEqual(shown(email, { userMetadata, ...changed(1) }));
    });

    it('is changed by two at the same moment without one losing what the other wrote', async () => {
      const { accessToken, email } = await join(app, 'lost.update@example.com');
      await Promise.all(
        Array.from({ length: 10 }, (_, n) => updateUser(app, accessToken, { metadata: { [`k${n}`]: n } })),
      );

      const account = await findAccount(app, email);
      expect(Object.keys(account?.userMetadata ?? {})).toHaveLength(10);
    });
  });

  describe('a new password', () => {
    it('counts from then on, and the old one no more', async () => {
      const { email, accessToken } = await join(app, 'password@example.com');

      expect(await updateUser(app, accessToken, { password: NEW_PASSWORD })).toEqual(shown(email, changed(1)));
      expect(await logIn(app, { email, password: PASSWORD })).toEqual(errors.credentials);
      expect(await logIn(app, { email, password: NEW_PASSWORD })).toMatchObject({ status: 200 });
    });

    it('ends all other sessions, and only those', async () => {
      const { email, ...here } = await join(app, 'others@example.com');
      const others = [await openSession(app, email), await openSession(app, email)];
      const stranger = await join(app, 'stranger@example.com');
      await updateUser(app, here.accessToken, { password: NEW_PASSWORD });

      for (const other of others) {
        expect(await getUser(app, other.accessToken)).toEqual(errors.unauthenticated);
        expect(await refresh(app, other.refreshToken)).toEqual(errors.refreshToken);
        expect(await sessionOf(other.accessToken)).toMatchObject({
          endedAt: app.clock.now(),
          endReason: 'password_changed',
        });
      }
      expect(await getUser(app, here.accessToken)).toMatchObject({ status: 200 });
      expect(await refresh(app, here.refreshToken)).toMatchObject({ status: 200 });
      expect(await getUser(app, stranger.accessToken)).toMatchObject({ status: 200 });
    });

    it('makes a link for recovering the old one useless', async () => {
      const { email, accessToken } = await join(app, 'link@example.com');
      await recover(app, { email });
      const token = await mailedToken(app, email);
      await updateUser(app, accessToken, { password: NEW_PASSWORD });
      const fields = { token, password: 'set by the link', passwordAgain: 'set by the link' };

      expect((await app.send('POST', '/account/reset-password', posted(fields))).status).toBe(400);
      expect(await logIn(app, { email, password: NEW_PASSWORD })).toMatchObject({ status: 200 });
    });

    it('is not set by a session that ended while it was being hashed', async () => {
      const { email, accessToken } = await join(app, 'too.late@example.com');
      const passwords = app.nest.get(PasswordsService);
      const store = passwords.store.bind(passwords);
      jest.spyOn(passwords, 'store').mockImplementationOnce(async (password) => {
        const hash = await store(password);
        await logOut(app, accessToken);
        return hash;
      });

      expect(await updateUser(app, accessToken, { password: NEW_PASSWORD })).toEqual(errors.unauthenticated);
      expect(await logIn(app, { email, password: PASSWORD })).toMatchObject({ status: 200 });
    });
  });

  describe('a new address', () => {
    /** Somebody whose address is verified. */
    async function verified(email: string) {
      const member = await join(app, email);
      await app.nest
        .get(UsersService)
        .confirmEmail(await app.nest.get(UsersService).mustFindById(member.user.id), email);
      return member;
    }

    it('is unconfirmed until it is verified, and the old one keeps working until then', async () => {
      const { email, accessToken } = await verified('moving@example.com');
      const moved = 'moved@example.com';

      expect(await updateUser(app, accessToken, { email: moved })).toEqual(shown(moved, changed(2)));
      expect(await logIn(app, { email, password: PASSWORD })).toMatchObject({ status: 200 });
      await recover(app, { email });
      expect(await app.mailTo(email)).toMatchObject([{ subject: 'Choose a new password' }, {}]);

      const token = await mailedToken(app, moved);
      expect((await app.send('POST', '/account/verify-email', posted({ token }))).status).toBe(200);
      expect(await getUser(app, accessToken)).toEqual(
        shown(moved, { emailConfirmedAt: app.clock.now().toISOString(), ...changed(3) }),
      );
      expect(await logIn(app, { email, password: PASSWORD })).toEqual(errors.credentials);
      expect(await logIn(app, { email: moved, password: PASSWORD })).toMatchObject({ status: 200 });
    });

    it('gives the old one free once it is verified, and not before', async () => {
      const { email, accessToken } = await verified('freed@example.com');
      await updateUser(app, accessToken, { email: 'freer@example.com' });
      expect(await signUp(app, { email, password: PASSWORD })).toEqual(errors.taken);
      const token = await mailedToken(app, 'freer@example.com');
      await app.send('POST', '/account/verify-email', posted({ token }));

      expect(await signUp(app, { email, password: PASSWORD })).toMatchObject({ status: 200 });
    });

    it('is given up by going back to the old one, which is as confirmed as it was', async () => {
      const { email, accessToken } = await verified('back@example.com');
      await updateUser(app, accessToken, { email: 'forth@example.com' });
      const token = await mailedToken(app, 'forth@example.com');

      expect(await updateUser(app, accessToken, { email })).toEqual(
        shown(email, { emailConfirmedAt: app.clock.now().toISOString(), ...changed(3) }),
      );
      expect((await app.send('POST', '/account/verify-email', posted({ token }))).status).toBe(400);
      expect(await signUp(app, { email: 'forth@example.com', password: PASSWORD })).toMatchObject({ status: 200 });
    });

    it('may be followed by another, and only that one is then good for verifying', async () => {
      const { email, accessToken } = await verified('one@example.com');
      await updateUser(app, accessToken, { email: 'two@example.com' });
      const second = await mailedToken(app, 'two@example.com');
      await updateUser(app, accessToken, { email: 'three@example.com' });
      const third = await mailedToken(app, 'three@example.com');

      expect((await app.send('POST', '/account/verify-email', posted({ token: second }))).status).toBe(400);
      expect(await logIn(app, { email: 'two@example.com', password: PASSWORD })).toEqual(errors.credentials);
      expect(await logIn(app, { email, password: PASSWORD })).toMatchObject({ status: 200 });
      expect((await app.send('POST', '/account/verify-email', posted({ token: third }))).status).toBe(200);
    });

    it('that is no new one changes nothing and sends nothing', async () => {
      const { email, accessToken } = await verified('same@example.com');

      expect(await updateUser(app, accessToken, { email: 'SAME@example.com' })).toEqual(
        shown(email, { emailConfirmedAt: app.clock.now().toISOString(), ...changed(1) }),
      );
      expect(await app.mailTo(email)).toHaveLength(1);
    });

    it('ends no session', async () => {
      const { email, accessToken, refreshToken } = await verified('stays@example.com');
      const other = await openSession(app, email);
      await updateUser(app, accessToken, { email: 'stayed@example.com' });

      expect(await getUser(app, other.accessToken)).toMatchObject({ status: 200 });
      expect(await refresh(app, refreshToken)).toMatchObject({ status: 200 });
    });
  });

  describe('400 Bad request', () => {
    it('when the address is taken, and then nothing at all is changed', async () => {
      await openAccount(app, { name: 'occupied@example.com' });
      const { email, accessToken } = await join(app, 'wishful@example.com');
      const other = await openSession(app, email);
      const change = { email: 'Occupied@example.com', password: NEW_PASSWORD, metadata: { a: 1 } };

      expect(await updateUser(app, accessToken, change)).toEqual(errors.taken);
      expect(await getUser(app, other.accessToken)).toEqual(shown(email));
      expect(await logIn(app, { email, password: PASSWORD })).toMatchObject({ status: 200 });
      expect(await logIn(app, { email, password: NEW_PASSWORD })).toEqual(errors.credentials);
    });

    it('when two ask for one address at the same moment, for one of them', async () => {
      const members = [await join(app, 'rival.a@example.com'), await join(app, 'rival.b@example.com')];
      const answers = await Promise.all(
        members.map(({ accessToken }) => updateUser(app, accessToken, { email: 'prize@example.com' })),
      );
      const won = answers.findIndex(({ status }) => status === 200);

      expect(answers.filter(({ status }) => status !== 200)).toEqual([errors.taken]);
      expect(await findAccount(app, 'prize@example.com')).toMatchObject({ id: members[won]?.user.id });
    });

    it.each<[string, unknown, Record<string, string>]>([
      ['the address is none', { email: 'nobody' }, { email: MESSAGES.email }],
      ['the address is null', { email: null }, { email: MESSAGES.email }],
      ['the password is too short', { password: 'seven 7' }, { password: MESSAGES.newPassword }],
      ['the password is null', { password: null }, { password: MESSAGES.newPassword }],
      ['the metadata is null', { metadata: null }, { metadata: MESSAGES.metadata }],
      ['the metadata is a list', { metadata: [] }, { metadata: MESSAGES.metadata }],
      ['the metadata is a text', { metadata: '{}' }, { metadata: MESSAGES.metadata }],
    ])('when %s, and then nothing is changed', async (label, change, metadata) => {
      const { email, accessToken } = await join(app, `${label.replace(/ /g, '.')}@example.com`);
      const others = { metadata: { a: 1 }, password: NEW_PASSWORD };

      expect(await updateUser(app, accessToken, { ...others, ...(change as object) })).toEqual(
        errors.invalid(metadata),
      );
      expect(await getUser(app, accessToken)).toEqual(shown(email));
      expect(await logIn(app, { email, password: PASSWORD })).toMatchObject({ status: 200 });
    });
  });

  describe('401 Unauthorized - Authentication required', () => {
    it('without a token, however wrong the body', async () => {
      expect(answerOf(await app.send('PUT', `${BASE}/user`, { json: { email: 'nobody' } }))).toEqual(
        errors.unauthenticated,
      );
    });

    it('with the token of a session that has ended', async () => {
      const { email, accessToken } = await join(app, 'put.ended@example.com');
      await logOut(app, accessToken);

      expect(await updateUser(app, accessToken, { password: NEW_PASSWORD })).toEqual(errors.unauthenticated);
      expect(await logIn(app, { email, password: PASSWORD })).toMatchObject({ status: 200 });
    });
  });

  it('429 Too many requests - Rate limited, for having mails sent', async () => {
    const strict = await startTestApp({ LIMITS: 'strict' });
    const { accessToken } = await join(strict, 'mailer@example.com');
    for (let tries = 0; tries < 20; tries += 1) {
      expect(await updateUser(strict, accessToken, { email: `target${tries}@example.com` })).toMatchObject({
        status: 200,
      });
    }

    const sending = { ...bearing(accessToken), json: { email: 'target20@example.com' } };
    const { status, body, headers } = await strict.send('PUT', `${BASE}/user`, sending);
    expect({ status, body }).toEqual(errors.tooMany);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(3600);
    expect(await strict.mailTo('target20@example.com')).toEqual([]);
    expect(await updateUser(strict, accessToken, { metadata: { a: 1 } })).toMatchObject({ status: 200 });
    await strict.close();
  });

  it('500 Internal server error', async () => {
    const { accessToken } = await join(app, 'unlucky@example.com');
    jest.spyOn(app.nest.get(AccountService), 'change').mockRejectedValueOnce(new Error('the disk is on fire'));

    expect(await updateUser(app, accessToken, {})).toEqual(errors.unexpected);
  });
});
