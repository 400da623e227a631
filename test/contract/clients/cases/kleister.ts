import { openAccount } from '../../../support/accounts.js';
import type { Kleister } from '../apis/kleister.js';
import { type Cases, PASSWORD, type World } from './cases.js';

const WRONG = 'wrong horse battery';

export const kleisterCases: Cases<Kleister> = {
  loginUser: {
    success: 200,
    valid: async (world) => ({ input: { body: await openedAccount(world) } }),
    refused: {
      401: ({ input }) => ({ input: { body: { ...input.body, password: WRONG } } }),
      default: ({ input }) => ({ input: { body: { ...input.body, username: '' } } }),
    },
    mishaps: [429, 503, 'fullQueue'],
  },
  refreshAuth: {
    success: 200,
    valid: async (world) => ({ input: {}, moreHeaders: { 'x-api-key': await tokenOfSomebody(world) } }),
    refused: {
      401: ({ input }) => ({ input }),
      default: (valid) => ({ ...valid, mishap: 500 }),
      fullQueue: async (_, world) => ({
        input: {},
        moreHeaders: basic(await openedAccount(world)),
        mishap: 'fullQueue',
      }),
    },
    mishaps: [429, 503],
  },
  verifyAuth: {
    success: 200,
    valid: async (world) => ({ input: { path: { token: await tokenOfSomebody(world) } } }),
    refused: {
      401: () => ({ input: { path: { token: 'not-a-token' } } }),
      default: (valid) => ({ ...valid, mishap: 500 }),
    },
    mishaps: [503],
  },
};

async function openedAccount({ app, newName }: World<Kleister>) {
  const username = newName();
  await openAccount(app, { name: username, password: PASSWORD });
  return { username, password: PASSWORD };
}

async function tokenOfSomebody(world: World<Kleister>): Promise<string> {
  const { token } = await world.client.succeed('loginUser', { input: { body: await openedAccount(world) } });
  return token;
}

/** Name and password in a header: the one way to refresh that hashes. */
function basic({ username, password }: { readonly username: string; readonly password: string }) {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}
