import type { Command } from 'commander';
import { SEALED } from '#core/schema';
import type { Configuration } from '#platform/config';
import {
  type CryptoConfig,
  cryptoSection,
  KeyVaultModule,
  loadMasterKey,
  MasterKeyChange,
  MasterKeyMismatch,
  type MasterKeyOutcome,
} from '#platform/crypto';
import { Random } from '#platform/random';
import type { Answer } from '../running/answer.js';
import { CommandError } from '../running/command-error.js';
import { leaf } from '../running/commands.js';
import { mustHaveDatabase, openWithoutKeys } from '../running/house.js';
import type { Runner } from '../running/runner.js';

const CHANGE = `Put the database under the master key in that file, which is made where it is missing, and seal anew
what is sealed. Stop every process of the service first, and start it with the new key when this has ended: MASTER_KEY_FILE
names the file then, and MASTER_KEY goes.

Interrupted, it goes on where it was when it is run again, with the same two keys. Run once more, it changes nothing.`;

/** `rosetta master-key …`: the one secret above all others. */
export function addMasterKeyCommands(masterKey: Command, runner: Runner): void {
  leaf(masterKey, {
    syntax: 'change <file>',
    about: CHANGE,
    examples: ['master-key change /etc/rosetta/new-master.key', 'master-key change new-master.key --json'],
  })
    .summary('Put the database under another master key')
    .action(runner.alone<[string], object>(({ configuration }, file) => change(configuration, file)));
}

async function change(configuration: Configuration, file: string): Promise<Answer> {
  mustHaveDatabase(configuration);
  const config = configuration.get(cryptoSection.token) as CryptoConfig;
  const random = new Random();
  const from = loadMasterKey({ ...config, mayCreateMasterKey: false }, random);
  const house = await openWithoutKeys(configuration, [KeyVaultModule]);
  try {
    const to = loadMasterKey({ masterKey: undefined, masterKeyFile: file, mayCreateMasterKey: true }, random);
    return answered(await house.get(MasterKeyChange).run({ from, to, columns: SEALED }), file);
  } catch (error) {
    throw error instanceof MasterKeyMismatch ? mismatch() : error;
  } finally {
    await house.close();
  }
}

function answered({ isChanged, resealed, unreadable }: MasterKeyOutcome, file: string): Answer {
  const done = isChanged ? 'Changed' : 'Changed before';
  const lost = unreadable.map((context) => `\nDamaged before, and left as it was: ${context}`).join('');
  const text = `${done}; ${resealed} values were sealed anew. Start the service with MASTER_KEY_FILE=${file}.${lost}`;
  return { data: { isChanged, resealed, unreadable }, text };
}

function mismatch(): CommandError {
  const message = 'The database is under neither the configured master key nor the one in the file.';
  return new CommandError('master_key_mismatch', message, {
    fix: 'Set MASTER_KEY or MASTER_KEY_FILE to the one it is under.',
  });
}
