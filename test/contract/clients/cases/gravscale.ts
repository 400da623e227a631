import type { Gravscale } from '../apis/gravscale.js';
import { type Cases, PASSWORD, type World } from './cases.js';

export const gravscaleCases: Cases<Gravscale> = {
  signUp: {
    success: 201,
    valid: async ({ newName }) => ({ input: { body: person(newName()) } }),
    refused: { 422: () => ({ input: { body: { email: 'ada', password: PASSWORD } } }) },
    mishaps: [413, 415, 429, 500, 503, 'fullQueue'],
  },
  signIn: {
    success: 200,
    valid: async (world) => ({ input: { body: await signedUp(world) } }),
    refused: {
      401: ({ input }) => ({ input: { body: { ...input.body, password: 'wrong horse battery' } } }),
      422: ({ input }) => ({ input: { body: { ...input.body, email: 'ada' } } }),
    },
    mishaps: [413, 415, 429, 500, 503, 'fullQueue'],
  },
  refreshToken: {
    success: 200,
    valid: async (world) => ({ input: { query: { refresh_token: (await signedIn(world)).refreshToken ?? '' } } }),
    refused: {
      401: () => ({ input: { query: { refresh_token: 'guessed' } } }),
      422: () => ({ input: { query: { refresh_token: '' } } }),
    },
    mishaps: [413, 429, 500, 503],
  },
  info: {
    success: 200,
    valid: async (world) => ({ input: {}, bearer: (await signedIn(world)).accessToken }),
    refused: { 401: () => ({ input: {} }) },
    mishaps: [500, 503],
  },
};

function person(name: string) {
  return { email: `${name}@example.com`, password: PASSWORD };
}

async function signedUp({ client, newName }: World<Gravscale>) {
  const body = person(newName());
  await client.succeed('signUp', { input: { body } });
  return body;
}

async function signedIn(world: World<Gravscale>) {
  return world.client.succeed('signIn', { input: { body: await signedUp(world) } });
}
