import type { Command } from 'commander';
import { AccountAccessAdministration, AdministrationModule, COMMAND_LINE } from '#core/administration';
import type { RecordedSession } from '#core/sessions';
import type { Answer } from '../running/answer.js';
import { UsageError } from '../running/command-error.js';
import { leaf } from '../running/commands.js';
import type { House } from '../running/house.js';
import { orderOf, paged, type PageOptions, withNext } from '../running/paging.js';
import type { Call, Runner } from '../running/runner.js';
import { table } from '../terminal/layout.js';
import { ACCOUNT, accountOf } from '../users/account.js';

const MODULES = [AdministrationModule];
const ARGS = { account: ACCOUNT, session: 'its id, as `session list` shows it' };
const HEADINGS = ['ID', 'THROUGH', 'ADDRESS', 'DEVICE', 'CREATED', 'LAST USED', 'ENDED', 'REASON'];

/** `rosetta session …`: where accounts are signed in. */
export function addSessionCommands(session: Command, runner: Runner): void {
  const list = leaf(session, {
    syntax: 'list <account>',
    about: 'List the sessions of an account, the newest first, with those that are over and why.',
    args: ARGS,
    examples: ['session list ada@example.com', 'session list ada --limit 10 --json'],
  });
  paged(list).action(runner.within<[string], PageOptions>(MODULES, listSessions));
  leaf(session, {
    syntax: 'end <account> [session]',
    about: 'End a session, or with --all every session of an account. Its tokens are refused at the next request.',
    args: ARGS,
    examples: ['session end ada@example.com 0199…', 'session end ada@example.com --all'],
  })
    .option('--all', 'every session of the account')
    .action(runner.within<[string, string | undefined], EndOptions>(MODULES, endSessions));
}

interface EndOptions {
  readonly all?: boolean;
}

async function listSessions(house: House & Call<PageOptions>, name: string): Promise<Answer> {
  const { id } = await accountOf(house, name);
  const { rows, next } = await house.get(AccountAccessAdministration).listSessions(id, orderOf(house.options));
  const cells = rows.map((row) => {
    return [row.id, row.origin, row.address, row.userAgent, row.createdAt, row.lastUsedAt, row.endedAt, row.endReason];
  });
  const text = table(HEADINGS, cells, 'The account has no session.');
  return { data: { sessions: rows.map(shownSession), next: next ?? null }, text: withNext(text, next) };
}

async function endSessions(
  house: House & Call<EndOptions>,
  name: string,
  sessionId: string | undefined,
): Promise<Answer> {
  if ((sessionId !== undefined) === (house.options.all === true)) {
    throw new UsageError('Which sessions are meant?', 'Name one session, or add --all.');
  }
  const { id: accountId } = await accountOf(house, name);
  const order = { operator: COMMAND_LINE, accountId };
  const access = house.get(AccountAccessAdministration);
  if (sessionId === undefined) {
    const ended = await access.endSessions(order);
    return { data: { accountId, ended }, text: `Ended ${ended} ${ended === 1 ? 'session' : 'sessions'}.` };
  }
  await access.endSession(order, sessionId);
  return { data: { accountId, ended: 1 }, text: 'Ended 1 session.' };
}

function shownSession(session: RecordedSession) {
  return {
    id: session.id,
    origin: session.origin,
    address: session.address,
    userAgent: session.userAgent,
    clientId: session.clientId,
    organizationId: session.organizationId,
    createdAt: session.createdAt,
    lastUsedAt: session.lastUsedAt,
    expiresAt: session.expiresAt,
    endedAt: session.endedAt,
    endReason: session.endReason,
  };
}
