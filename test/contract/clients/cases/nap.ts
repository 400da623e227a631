import { OrganizationChoiceService } from '#core/entry';
import { MembersService, OrganizationChoiceRequired } from '#core/organizations';
import { findAccount } from '../../../support/accounts.js';
import type { Nap } from '../apis/nap.js';
import { type Cases, PASSWORD, type World } from './cases.js';

const WRONG_KEY = { 'X-NAP-API-Key': 'guessed' };

const GUESSED = { 'X-NAP-Refresh-Token': 'guessed' };

export const napCases: Cases<Nap> = {
  apiAuthFlowFlowIdCompletePost: {
    success: 200,
    valid: async (world) => {
      const { email } = await verified(world);
      const user = await findAccount(world.app, email);
      if (!user) throw new Error(`no account of ${email}`);
      const { nest } = world.app;
      const [seat] = await nest.get(MembersService).seatsOf(user.id);
      const begun = await nest.get(OrganizationChoiceService).begin(new OrganizationChoiceRequired(user));
      const body = { orgId: seat?.organization.id ?? '', completionSecret: begun.completionSecret };
      return { input: { path: { flowId: begun.flow.id }, body } };
    },
    refused: {
      400: ({ input }) => ({ input: { ...input, path: { flowId: 'unknown' } } }),
      401: ({ input }) => ({ input: { ...input, body: { ...input.body, completionSecret: 'guessed' } } }),
      403: ({ input }) => ({ input: { ...input, body: { ...input.body, orgId: 'another' } } }),
    },
    mishaps: [413, 415, 429, 500, 503],
  },
  apiAuthFlowFlowIdGet: {
    success: 200,
    valid: async (world) => {
      const { email, password } = await signedUp(world);
      const body = { email, password, flowReturnTo: 'https://app.example.com/' };
      const answer = await world.client.call('apiAuthLoginPost', { input: { body } });
      const { flowId = '' } = answer.body as { flowId?: string };
      return { input: { path: { flowId } } };
    },
    refused: {
      400: () => ({ input: { path: { flowId: 'unknown' } } }),
      401: (valid) => ({ ...valid, moreHeaders: WRONG_KEY }),
    },
    mishaps: [500, 503],
  },
  apiAuthLoginPost: {
    success: 200,
    valid: async (world) => ({ input: { body: await verified(world) } }),
    refused: {
      400: ({ input }) => ({ input: { body: { ...input.body, email: 'ada' } } }),
      401: ({ input }) => ({ input: { body: { ...input.body, password: 'wrong horse battery' } } }),
      403: async (_, world) => ({ input: { body: await signedUp(world) } }),
    },
    mishaps: [413, 415, 429, 500, 503, 'fullQueue'],
  },
  apiAuthLogoutPost: {
    success: 200,
    valid: async (world) => {
      const { session_token, refresh_token } = await loggedIn(world);
      return { input: { headers: { 'X-NAP-Session-Token': session_token, 'X-NAP-Refresh-Token': refresh_token } } };
    },
    refused: {
      400: () => ({ input: {} }),
      401: () => ({ input: { headers: GUESSED } }),
    },
    mishaps: [413, 429, 500, 503],
  },
  apiAuthRefreshPost: {
    success: 200,
    valid: async (world) => ({
      input: { headers: { 'X-NAP-Refresh-Token': (await loggedIn(world)).refresh_token } },
    }),
    refused: {
      400: () => ({ input: { headers: { 'X-NAP-Refresh-Token': '' } } }),
      401: () => ({ input: { headers: GUESSED } }),
    },
    mishaps: [413, 429, 500, 503],
  },
  apiAuthSignupPost: {
    success: 200,
    valid: async ({ newName }) => ({ input: { body: newcomer(newName()) } }),
    refused: {
      400: ({ input }) => ({ input: { body: { ...input.body, confirmPassword: 'another horse' } } }),
      401: ({ input }) => ({ input: { body: { ...input.body, inviteToken: 'guessed' } } }),
    },
    mishaps: [413, 415, 429, 500, 503, 'fullQueue'],
  },
  apiAuthVerifyEmailSendPost: {
    success: 200,
    valid: async (world) => ({ input: { body: { email: (await signedUp(world)).email } } }),
    refused: {
      400: () => ({ input: { body: { email: 'nobody@example.com' } } }),
      401: (valid) => ({ ...valid, moreHeaders: WRONG_KEY }),
    },
    mishaps: [413, 415, 429, 500, 503],
  },
  apiAuthVerifyEmailVerifyPost: {
    success: 200,
    valid: async (world) => {
      const { email } = await signedUp(world);
      return { input: { body: { token: await mailedToken(world, email) } } };
    },
    refused: {
      400: () => ({ input: { body: { token: 'guessed' } } }),
      401: (valid) => ({ ...valid, moreHeaders: WRONG_KEY }),
    },
    mishaps: [413, 415, 429, 500, 503],
  },
};

function newcomer(name: string) {
  const names = { firstName: 'Ada', lastName: 'Lovelace' };
  return { email: `${name}@example.com`, password: PASSWORD, confirmPassword: PASSWORD, ...names };
}

async function signedUp({ client, newName }: World<Nap>) {
  const body = newcomer(newName());
  await client.succeed('apiAuthSignupPost', { input: { body } });
  return { email: body.email, password: body.password };
}

async function verified(world: World<Nap>) {
  const person = await signedUp(world);
  const token = await mailedToken(world, person.email);
  await world.client.succeed('apiAuthVerifyEmailVerifyPost', { input: { body: { token } } });
  return person;
}

async function loggedIn(world: World<Nap>) {
  const { tokens } = await world.client.succeed('apiAuthLoginPost', { input: { body: await verified(world) } });
  if (!tokens) throw new Error('no tokens were issued');
  return tokens;
}

async function mailedToken({ app }: World<Nap>, email: string): Promise<string> {
  const [mail] = await app.mailTo(email);
  const link = new URL(mail?.links[0] ?? '');
  return link.searchParams.get('token') ?? '';
}
