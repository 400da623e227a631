import type { Cadenza } from '../apis/cadenza.js';
import { type Cases, PASSWORD, type World } from './cases.js';

const NO_EMAIL = 'ada';

export const cadenzaCases: Cases<Cadenza> = {
  authGetUser: {
    success: 200,
    valid: async (world) => ({ input: {}, bearer: (await loggedIn(world)).accessToken }),
    refused: { 401: () => ({ input: {}, bearer: 'not-a-token' }) },
    mishaps: [500, 503],
  },
  authUpdateUser: {
    success: 200,
    valid: async (world) => ({
      input: {
        body: { email: `${world.newName()}@example.com`, password: `${PASSWORD} staple`, metadata: { seat: 7 } },
      },
      bearer: (await loggedIn(world)).accessToken,
    }),
    refused: {
      400: (valid) => ({ ...valid, input: { body: { password: 'short' } } }),
      401: ({ input }) => ({ input }),
    },
    mishaps: [413, 415, 429, 500, 503, 'fullQueue'],
  },
  authSignup: {
    success: 200,
    valid: async ({ newName }) => ({ input: { body: { ...person(newName()), metadata: { theme: 'dark' } } } }),
    refused: { 400: ({ input }) => ({ input: { body: { ...input.body, email: NO_EMAIL } } }) },
    mishaps: [413, 415, 429, 500, 503, 'fullQueue'],
  },
  authLogin: {
    success: 200,
    valid: async (world) => ({ input: { body: await signedUp(world) } }),
    refused: {
      400: ({ input }) => ({ input: { body: { ...input.body, email: NO_EMAIL } } }),
      401: ({ input }) => ({ input: { body: { ...input.body, password: 'wrong horse battery' } } }),
    },
    mishaps: [413, 415, 429, 500, 503, 'fullQueue'],
  },
  authLogout: {
    success: 200,
    valid: async (world) => ({ input: {}, bearer: (await loggedIn(world)).accessToken }),
    refused: { 401: () => ({ input: {} }) },
    mishaps: [413, 500, 503],
  },
  authRecover: {
    success: 200,
    valid: async (world) => ({ input: { body: { email: (await signedUp(world)).email } } }),
    refused: { 400: () => ({ input: { body: { email: NO_EMAIL } } }) },
    mishaps: [413, 415, 429, 500, 503],
  },
  authRefreshToken: {
    success: 200,
    valid: async (world) => ({ input: { body: { refreshToken: (await loggedIn(world)).refreshToken } } }),
    refused: {
      400: () => ({ input: { body: { refreshToken: '' } } }),
      401: () => ({ input: { body: { refreshToken: 'guessed' } } }),
    },
    mishaps: [413, 415, 429, 500, 503],
  },
};

function person(name: string) {
  return { email: `${name}@example.com`, password: PASSWORD };
}

async function signedUp({ client, newName }: World<Cadenza>) {
  const body = person(newName());
  await client.succeed('authSignup', { input: { body } });
  return body;
}

async function loggedIn(world: World<Cadenza>) {
  const { data = {} } = await world.client.succeed('authLogin', { input: { body: await signedUp(world) } });
  const { accessToken = '', refreshToken = '' } = data;
  return { accessToken, refreshToken };
}
