import type { Command } from 'commander';
import { AuditModule, AuditService, type AuditVerdict, type NotedPlace } from '#core/audit';
import type { Configuration } from '#platform/config';
import { EXIT } from '../exit-codes.js';
import type { Answer } from '../running/answer.js';
import { UsageError } from '../running/command-error.js';
import { leaf } from '../running/commands.js';
import { mustHaveDatabase, openForLooking } from '../running/house.js';
import type { Runner } from '../running/runner.js';

const VERIFY = `Tell whether the audit log is as it was written, or the first place where it is not. Ends with 0 where it
is whole, with 1 where it is not, with 2 where it cannot be looked at. Changes nothing.

Note the head it prints outside of the database and give it to a later run: that alone shows an older state of the
whole log that was put back.`;

/** `rosetta audit …`: the log of what happened. */
export function addAuditCommands(audit: Command, runner: Runner): void {
  leaf(audit, {
    syntax: 'verify [head]',
    about: VERIFY,
    examples: ['audit verify', 'audit verify 123.q9Z…', 'audit verify --json'],
  })
    .summary('Tell whether the audit log is as it was written')
    .action(runner.alone<[string | undefined], object>(({ configuration }, head) => verify(configuration, head)));
}

async function verify(configuration: Configuration, noted: string | undefined): Promise<Answer> {
  const place = noted === undefined ? undefined : placeIn(noted);
  mustHaveDatabase(configuration);
  const house = await openForLooking(configuration, [AuditModule]);
  try {
    return answered(await house.get(AuditService).verify(place));
  } finally {
    await house.close();
  }
}

function placeIn(noted: string): NotedPlace {
  const [, sequence, hash] = /^(\d+)\.([\w-]{43})$/.exec(noted) ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new UsageError('That is no head as it was printed, such as 123.q9Z….');
  }
  return { sequence: Number(sequence), hash };
}

function answered(verdict: AuditVerdict): Answer {
  if (verdict.isWhole) {
    const { events } = verdict;
    const head = `${verdict.head.sequence}.${verdict.head.hash}`;
    return { data: { isWhole: true, events, head }, text: `whole: ${events} events, head ${head}` };
  }
  const { fault, sequence, eventId, reason } = verdict;
  const text = `${fault} at ${sequence}${eventId === undefined ? '' : ` (${eventId})`}: ${reason}`;
  return { data: { isWhole: false, fault, sequence, eventId: eventId ?? null, reason }, text, exitCode: EXIT.refused };
}
