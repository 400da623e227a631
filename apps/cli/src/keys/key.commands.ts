import type { Command } from 'commander';
import { SigningKeysService, TokensModule } from '#core/tokens';
import { group, leaf } from '../running/commands.js';
import { BY_COMMAND_LINE, type Runner } from '../running/runner.js';

/** `rosetta key …`: the keys that sign access tokens. */
export function addKeyCommands(program: Command, runner: Runner): void {
  const key = group(program, 'key', 'The keys that sign access tokens');
  leaf(key, {
    syntax: 'rotate',
    about:
      'Put a new key in charge. The ones before verify until the last of their tokens is gone; nobody is signed out.',
    examples: ['key rotate', 'key rotate --json'],
  }).action(
    runner.within([TokensModule], async ({ get }) => {
      const id = await get(SigningKeysService).rotate(BY_COMMAND_LINE);
      return { data: { id }, text: `The key ${id} signs from now on; other processes take it up within a minute.` };
    }),
  );
}
