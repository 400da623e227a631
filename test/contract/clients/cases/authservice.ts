import type { Authservice } from '../apis/authservice.js';
import { type Cases, PASSWORD, type World } from './cases.js';

const NOBODY = { username: 'nobody', password: PASSWORD };

export const authserviceCases: Cases<Authservice> = {
  registerPost: {
    success: 201,
    valid: async ({ newName }) => ({ input: { headers: registration(newName()) } }),
    refused: {
      400: async (valid, { client }) => {
        await client.succeed('registerPost', valid);
        return valid;
      },
    },
    mishaps: [413, 429, 500, 503, 'fullQueue'],
  },
  loginClientPost: {
    success: 200,
    valid: async (world) => {
      const { clientId, clientSecret } = await world.client.succeed('clientGet', await registered(world));
      return { input: { headers: { clientId, clientSecret } } };
    },
    refused: {
      401: ({ input }) => ({ input: { headers: { ...input.headers, clientSecret: 'guessed' } } }),
    },
    mishaps: [413, 429, 500, 503],
  },
  clientGet: {
    success: 200,
    valid: registered,
    refused: { 401: () => ({ input: { headers: NOBODY } }) },
    mishaps: [429, 500, 503, 'fullQueue'],
  },
  regenerateClientCredentialsPost: {
    success: 200,
    valid: registered,
    refused: { 401: () => ({ input: { headers: NOBODY } }) },
    mishaps: [413, 429, 500, 503, 'fullQueue'],
  },
};

function registration(username: string) {
  return { username, password: PASSWORD, role: 'user' } as const;
}

async function registered({ client, newName }: World<Authservice>) {
  const { username, password, role } = registration(newName());
  await client.succeed('registerPost', { input: { headers: { username, password, role } } });
  return { input: { headers: { username, password } } };
}
