import { InvitationsService, MembersService, type Organization, OrganizationsService } from '#core/organizations';
import { SessionsService } from '#core/sessions';
import { UsersService } from '#core/users';
import { secondsAfter } from '#platform/clock';
import { claimsOf, findAccount } from '../../support/accounts.js';
import { foundOrganization, invited, openToDomain } from '../../support/organizations.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errors } from './nap.errors.js';
import {
  flow,
  jwtIn,
  loggedIn,
  login,
  logout,
  PASSWORD,
  PATHS,
  post,
  refresh,
  REFRESH_TOKEN,
  refreshed,
  SESSION_TOKEN,
  signup,
  signupData,
  stranger,
} from './nap.requests.js';

const WEEK_SECONDS = 7 * 24 * 3600;

describe('nap with many tenants', () => {
  let app: TestApp;
  let acme: Organization;
  let other: Organization;

  beforeAll(async () => {
    app = await startTestApp({ MULTI_TENANCY: 'true' });
    acme = await foundOrganization(app, 'acme');
    other = await foundOrganization(app, 'other');
    await openToDomain(app, acme, 'acme.example');
  });
  afterAll(() => app.close());

  const mustFind = async (email: string) => {
    const account = await findAccount(app, email);
    if (!account) throw new Error(`no account of ${email}`);
    return account;
  };

  /** Somebody with a verified address and a seat in each of those. */
  async function seated(email: string, ...organizations: Organization[]) {
    const user = await stranger(app, email);
    await app.nest.get(UsersService).confirmEmail(user, email);
    for (const { id } of organizations) await app.nest.get(MembersService).add(id, user.id, 'member');
    return mustFind(email);
  }

  describe('POST /api/auth/signup', () => {
    it('takes an invitation, and gives its seat and role, 200', async () => {
      const inviteToken = await invited(app, acme, 'ada@example.com', 'admin');

      const answer = await signup(app, { ...signupData('ADA@example.com'), inviteToken });

      const { id: userId } = await mustFind('ada@example.com');
      expect(answer).toEqual({
        status: 200,
        body: { userId, message: 'User created; please verify the email address' },
      });
      expect(await app.nest.get(MembersService).seatsOf(userId)).toMatchObject([
        { organization: { slug: 'acme' }, role: 'admin' },
      ]);
    });

    it('takes an address of a domain that opens the door, and gives the seat once it is verified', async () => {
      expect(await signup(app, signupData('eve@acme.example'))).toMatchObject({ status: 200 });
      const eve = await mustFind('eve@acme.example');
      expect(await app.nest.get(MembersService).seatsOf(eve.id)).toEqual([]);
      await app.nest.get(UsersService).confirmEmail(eve, 'eve@acme.example');

      const tokens = await loggedIn(app, 'eve@acme.example');

      expect(claimsOf(jwtIn(tokens))).toMatchObject({ org_slug: 'acme', org_id: acme.id, user_org_role: 'member' });
    });

    it('lets nobody in who signed up with such an address and moved to another one', async () => {
      await signup(app, signupData('mallory@acme.example'));
      const mallory = await mustFind('mallory@acme.example');
      const email = { kind: 'email', display: 'mallory@evil.example', key: 'mallory@evil.example' } as const;
      await app.nest.get(UsersService).changeEmail(mallory, email);
      await app.nest.get(UsersService).confirmEmail(mallory, email.key);

      expect(await login(app, email.key)).toEqual(errors.notAMember);
    });

    describe('401 Unauthorized - Invalid Invite Token or Missing Invite Token or Domain Not Allowed', () => {
      const refusedWith = async (email: string, inviteToken?: string) => {
        const answer = await signup(app, { ...signupData(email), ...(inviteToken !== undefined && { inviteToken }) });
        expect(await findAccount(app, email)).toBeNull();
        return answer;
      };

      it.each(['nobody@example.com', 'nobody@sub.acme.example', 'nobody@notacme.example'])(
        'when %s brings no invitation',
        async (email) => {
          expect(await refusedWith(email)).toEqual(errors.invitationRequired);
        },
      );

      it('when the invitation is made up, also where the domain would do', async () => {
        expect(await refusedWith('guessing@example.com', 'guessed')).toEqual(errors.invitation);
        expect(await refusedWith('guessing@acme.example', 'guessed')).toEqual(errors.invitation);
      });

      it("when it is somebody else's, which stays good for them", async () => {
        const token = await invited(app, acme, 'invited@example.com');

        expect(await refusedWith('thief@example.com', token)).toEqual(errors.invitation);
        expect(await signup(app, { ...signupData('invited@example.com'), inviteToken: token })).toMatchObject({
          status: 200,
        });
      });

      it('when it was used, revoked, or is too old', async () => {
        const used = await invited(app, acme, 'used@example.com');
        await signup(app, { ...signupData('used@example.com'), inviteToken: used });
        expect(await refusedWith('again@example.com', used)).toEqual(errors.invitation);

        const revoked = await invited(app, acme, 'revoked@example.com');
        const { rows } = await app.nest.get(InvitationsService).list(acme.id, {}, 'pending');
        for (const { id } of rows) await app.nest.get(InvitationsService).revoke(acme.id, id);
        expect(await refusedWith('revoked@example.com', revoked)).toEqual(errors.invitation);

        const old = await invited(app, acme, 'old@example.com');
        app.clock.advance(WEEK_SECONDS);
        expect(await refusedWith('old@example.com', old)).toEqual(errors.invitation);
      });

      it('when its organization is deleted', async () => {
        const gone = await foundOrganization(app, 'gone');
        const token = await invited(app, gone, 'gone@example.com');
        await app.nest.get(OrganizationsService).delete(gone.id);

        expect(await refusedWith('gone@example.com', token)).toEqual(errors.invitation);
      });
    });

    it('seats one of those who use an invitation at the same moment', async () => {
      const inviteToken = await invited(app, acme, 'race@example.com');
      const json = { ...signupData('race@example.com'), inviteToken };

      const answers = await Promise.all(Array.from({ length: 5 }, () => signup(app, json)));

      expect(answers.map(({ status }) => status).sort((one, two) => one - two)[0]).toBe(200);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });
  });

  describe('POST /api/auth/login', () => {
    it('answers 403 to a member of none', async () => {
      await seated('alone@example.com');

      expect(await login(app, 'alone@example.com')).toEqual(errors.notAMember);
    });

    it('answers tokens for the one organization of a member of one', async () => {
      await seated('one@example.com', other);

      const tokens = await loggedIn(app, 'one@example.com');

      expect(claimsOf(jwtIn(tokens))).toMatchObject({
        org_id: other.id,
        org_name: 'The other',
        org_slug: 'other',
        user_org_role: 'member',
      });
    });

    it('answers a member of several a flow that lists them, and no tokens, 200', async () => {
      const { id: userId } = await seated('several@example.com', acme, other);
      const json = { email: 'several@example.com', password: PASSWORD, flowReturnTo: 'https://elsewhere.example/x' };

      const answer = await post(app, PATHS.login, json);

      expect(answer).toEqual({
        status: 200,
        body: {
          message: 'Please choose an organization to log in to',
          requireEmailVerification: false,
          flowId: expect.stringMatching(/^[\w-]{43}$/),
          completionSecret: expect.stringMatching(/^[\w-]{43}$/),
        },
      });
      const { flowId, completionSecret } = answer.body as { flowId: string; completionSecret: string };
      const told = await flow(app, flowId);
      const now = app.clock.now();
      expect(told).toMatchObject({
        status: 200,
        body: {
          id: flowId,
          type: 'login',
          userId,
          email: 'several@example.com',
          orgs: [{ slug: 'acme' }, { slug: 'other' }],
          returnTo: 'https://elsewhere.example/x',
          createdAt: now.toISOString(),
          expiresAt: secondsAfter(now, 600).toISOString(),
        },
      });
      expect(JSON.stringify(told.body)).not.toMatch(new RegExp(`${completionSecret}|secret|digest`, 'i'));
    });

    it('judges the password first', async () => {
      expect(await login(app, 'several@example.com', 'not the password')).toEqual(errors.credentials);
    });

    it('does not count organizations that banned the person, or are deleted', async () => {
      const deleted = await foundOrganization(app, 'deleted');
      const user = await seated('fewer@example.com', acme, other, deleted);
      await app.nest.get(OrganizationsService).delete(deleted.id);
      await app.nest.get(MembersService).ban(acme.id, user.id);
      expect(claimsOf(jwtIn(await loggedIn(app, 'fewer@example.com')))).toMatchObject({ org_slug: 'other' });

      await app.nest.get(MembersService).ban(other.id, user.id);

      expect(await login(app, 'fewer@example.com')).toEqual(errors.notAMember);
    });
  });

  describe('POST /api/auth/flow/{flowId}/complete', () => {
    let count = 0;

    /** A flow of somebody new in both organizations, and the requests that finish it. */
    async function begun() {
      const email = `chooser-${(count += 1)}@example.com`;
      const user = await seated(email, acme, other);
      const { body } = await login(app, email);
      const { flowId, completionSecret } = body as { flowId: string; completionSecret: string };
      const complete = (more: object = {}) =>
        post(app, PATHS.complete(flowId), { orgId: other.id, completionSecret, ...more });
      return { email, user, flowId, completionSecret, complete };
    }

    it('answers the tokens of a session for the organization that was chosen, 200', async () => {
      const { user, complete } = await begun();

      const answer = await complete();

      const { tokens } = answer.body as { tokens: Parameters<typeof jwtIn>[0] };
      expect(answer).toEqual({
        status: 200,
        body: { message: 'Login successful', requireEmailVerification: false, tokens: expect.any(Object) },
      });
      expect(claimsOf(jwtIn(tokens))).toMatchObject({ sub: user.id, org_id: other.id, org_slug: 'other' });
      expect(await app.nest.get(SessionsService).find(tokens.session_id)).toMatchObject({ organizationId: other.id });
      expect(await app.nest.get(MembersService).mustFind(other.id, user.id)).toMatchObject({
        lastActiveAt: app.clock.now(),
      });
    });

    it('succeeds for one of fifty at the same moment', async () => {
      const { complete } = await begun();

      const answers = await Promise.all(Array.from({ length: 50 }, () => complete()));

      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status !== 200)).toEqual(Array.from({ length: 49 }, () => errors.flow));
    });

    it('keeps the organization at refresh', async () => {
      const { complete } = await begun();
      const { tokens } = (await complete()).body as { tokens: Parameters<typeof jwtIn>[0] };

      expect(claimsOf(jwtIn(await refreshed(app, tokens.refresh_token)))).toMatchObject({ org_slug: 'other' });
    });

    it('answers 400 when the flow is unknown, finished, or its time is up', async () => {
      const { flowId, complete, completionSecret } = await begun();
      const json = { orgId: other.id, completionSecret };
      expect(await post(app, PATHS.complete('made-up'), json)).toEqual(errors.flow);
      expect(await complete()).toMatchObject({ status: 200 });
      expect(await complete()).toEqual(errors.flow);
      expect(await flow(app, flowId)).toEqual(errors.flow);
      const late = await begun();
      app.clock.advance(600);
      expect(await late.complete()).toEqual(errors.flow);
    });

    it('answers 401 to whoever did not begin it, and uses nothing up', async () => {
      const { flowId, complete } = await begun();
      const another = await begun();
      for (const completionSecret of ['guessed', flowId, another.completionSecret]) {
        expect(await complete({ completionSecret })).toEqual(errors.completion);
      }
      expect(await complete()).toMatchObject({ status: 200 });
    });

    it('answers 401 once the password was changed, or the account disabled', async () => {
      const { user, complete } = await begun();
      await app.nest.get(UsersService).setPasswordHash(user.id, 'another');
      expect(await complete()).toEqual(errors.completion);
      const disabled = await begun();
      await app.nest.get(UsersService).setEnabled(disabled.user.id, false);
      expect(await disabled.complete()).toEqual(errors.completion);
    });

    it('answers 401 for a flow that waits for a verified address', async () => {
      await stranger(app, 'waiting@example.com');
      const { flowId } = (await login(app, 'waiting@example.com')).body as { flowId: string };

      expect(await post(app, PATHS.complete(flowId), { orgId: other.id, completionSecret: 'none' })).toEqual(
        errors.completion,
      );
    });

    it('answers 403 for an organization without a seat, and uses nothing up', async () => {
      const strange = await foundOrganization(app, `strange-${count}`);
      const { user, complete } = await begun();
      await app.nest.get(MembersService).ban(acme.id, user.id);
      for (const orgId of [strange.id, acme.id, 'unknown', '__proto__', "' OR 1=1 --"]) {
        expect(await complete({ orgId })).toEqual(errors.notThere);
      }
      expect(await complete()).toMatchObject({ status: 200 });
    });

    it('refuses bad input, 400', async () => {
      const { flowId, complete } = await begun();
      expect(await post(app, PATHS.complete(flowId), {})).toEqual(errors.missing('orgId', 'completionSecret'));
      const noId = 'orgId must be a text of 1 to 255 characters without control characters';
      for (const orgId of [42, null, [], {}, '', 'a\u0000', 'x'.repeat(256)]) {
        expect(await complete({ orgId })).toEqual(errors.badRequest(noId));
      }
      for (const completionSecret of [42, null, [], {}, '', 'two words', 'x'.repeat(8193)]) {
        expect(await complete({ completionSecret })).toEqual(errors.badRequest('completionSecret must be a token'));
      }
      expect(await post(app, PATHS.complete('two words'), {})).toMatchObject({ status: 400 });
      expect(await complete()).toMatchObject({ status: 200 });
    });
  });

  describe('a session whose seat is lost', () => {
    it('is refused at refresh and log-out, unspent, until the seat is back', async () => {
      const user = await seated('banned@example.com', acme);
      const { refresh_token, session_token } = await loggedIn(app, 'banned@example.com');
      await app.nest.get(MembersService).ban(acme.id, user.id);

      expect(await refresh(app, refresh_token)).toEqual(errors.refreshToken);
      expect(await logout(app, { [REFRESH_TOKEN]: refresh_token })).toEqual(errors.refreshToken);
      expect(await logout(app, { [SESSION_TOKEN]: session_token })).toEqual(errors.sessionToken);
      await app.nest.get(MembersService).unban(acme.id, user.id);
      expect(await refresh(app, refresh_token)).toMatchObject({ status: 200 });
    });

    it('is refused when its organization is deleted', async () => {
      const closing = await foundOrganization(app, 'closing');
      await seated('closing@example.com', closing);
      const { refresh_token } = await loggedIn(app, 'closing@example.com');
      await app.nest.get(OrganizationsService).delete(closing.id);

      expect(await refresh(app, refresh_token)).toEqual(errors.refreshToken);
    });
  });
});
