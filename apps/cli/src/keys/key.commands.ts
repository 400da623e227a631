import type { Command } from 'commander';
import { AdministrationModule, COMMAND_LINE, ServiceKeysAdministration } from '#core/administration';
import { leaf } from '../running/commands.js';
import type { Runner } from '../running/runner.js';
import { table } from '../terminal/layout.js';

/** `rosetta key …`: the keys that sign access tokens. */
export function addKeyCommands(key: Command, runner: Runner): void {
  leaf(key, {
    syntax: 'list',
    about: 'List the keys, the newest first, retired ones too.',
    examples: ['key list', 'key list --json'],
  }).action(
    runner.within([AdministrationModule], async ({ get }) => {
      const keys = await get(ServiceKeysAdministration).listSigningKeys();
      const rows = keys.map(({ id, algorithm, state, createdAt, retiresAt }) => {
        return [id, algorithm, state, createdAt, retiresAt];
      });
      const data = {
        keys: keys.map(({ id, algorithm, state, createdAt, retiresAt }) => ({
          id,
          algorithm,
          state,
          createdAt,
          retiresAt,
        })),
      };
      return { data, text: table(['ID', 'ALGORITHM', 'STATE', 'CREATED', 'RETIRES'], rows, 'There is no key.') };
    }),
  );
  leaf(key, {
    syntax: 'rotate',
    about:
      'Put a new key in charge. The ones before verify until the last of their tokens is gone; nobody is signed out.',
    examples: ['key rotate', 'key rotate --json'],
  }).action(
    runner.within([AdministrationModule], async ({ get }) => {
      const id = await get(ServiceKeysAdministration).rotateSigningKey(COMMAND_LINE);
      return { data: { id }, text: `The key ${id} signs from now on; other processes take it up within a minute.` };
    }),
  );
}
