import { AuditModule, AuditService } from '#core/audit';
import { schema } from '#core/schema';
import { SigningKeysModule, SigningKeysService } from '#core/tokens';
import { UserDirectory, UsersModule } from '#core/users';
import { Clock, secondsAfter } from '#platform/clock';
import type { Configuration } from '#platform/config';
import { MasterKeyMismatch, UnsealError } from '#platform/crypto';
import { Migrations, outageIn } from '#platform/database';
import { MailModule, Outbox } from '#platform/mail';
import { type House, openForLooking } from '../running/house.js';
import { type Finding, note, those, unsafe, unseen } from './finding.js';
import type { Settings } from './settings.js';

const MODULES = [AuditModule, UsersModule, SigningKeysModule, MailModule];
const DAY_SECONDS = 86_400;
const KEY_OLD_DAYS = 90;
const KEY_TOO_OLD_DAYS = 365;
const STUCK_AFTER_SECONDS = 15 * 60;

/** What the database says. Nothing in it is changed, and none is made. */
export async function databaseChecks(configuration: Configuration, settings: Settings): Promise<Finding[]> {
  const migrations = new Migrations(settings.database, schema);
  if (!migrations.isThere) {
    const message = `There is no database ${settings.database.sqliteFile} yet.`;
    return [unseen('no_database', message, 'Name the right DATA_DIR, or make it: npm start.')];
  }
  try {
    const states = await migrations.states();
    const outdated = schemaChecks(states.map(({ state }) => state));
    return outdated.length > 0 ? outdated : await contentChecks(configuration, settings);
  } catch (error) {
    return [error instanceof MasterKeyMismatch || error instanceof UnsealError ? otherKey() : outOfReach(error)];
  }
}

function schemaChecks(states: readonly string[]): Finding[] {
  const pending = states.filter((state) => state === 'pending').length;
  return those(
    [
      pending > 0,
      unsafe(
        'migrations_pending',
        `${pending} ${pending === 1 ? 'migration is' : 'migrations are'} pending; what is in the database was not looked at.`,
        'Start the service, which runs them, or: rosetta migrate up.',
      ),
    ],
    [
      states.includes('unknown'),
      unsafe(
        'schema_newer',
        'The database was made by a newer release than this one; what is in it was not looked at.',
        'Run that release.',
      ),
    ],
  );
}

async function contentChecks(configuration: Configuration, settings: Settings): Promise<Finding[]> {
  const house = await openForLooking(configuration, MODULES);
  try {
    return [
      ...(await superadmins(house, settings)),
      ...(await signingKeys(house)),
      ...(await auditLog(house)),
      ...(await outbox(house)),
    ];
  } finally {
    await house.close();
  }
}

async function superadmins({ get }: House, { server }: Settings): Promise<Finding[]> {
  const { rows } = await get(UserDirectory).list({ role: 'superadmin', isEnabled: true }, { size: 1 });
  const grade = server.isProduction ? unsafe : note;
  const fix = 'Open one: rosetta user create --role superadmin.';
  return those([rows.length === 0, grade('no_superadmin', 'No account may look after all others.', fix)]);
}

async function signingKeys({ get }: House): Promise<Finding[]> {
  const keys = await get(SigningKeysService).list();
  const signing = keys.find(({ state }) => state === 'signing');
  const now = get(Clock).now();
  const days = signing ? Math.floor((now.getTime() - signing.createdAt.getTime()) / (DAY_SECONDS * 1000)) : 0;
  const message = `The key that signs tokens is ${days} days old.`;
  const grade = days > KEY_TOO_OLD_DAYS ? unsafe : note;
  return those([days > KEY_OLD_DAYS, grade('signing_key_old', message, 'rosetta key rotate; nobody is signed out.')]);
}

async function auditLog({ get }: House): Promise<Finding[]> {
  const verdict = await get(AuditService).verify();
  if (verdict.isWhole) return [];
  const message = `The audit log is not as it was written: ${verdict.fault} at ${verdict.sequence}.`;
  return [unsafe('audit_log_broken', message, 'Find out who had access to the database; see: rosetta audit verify.')];
}

async function outbox({ get }: House): Promise<Finding[]> {
  const now = get(Clock).now();
  const { oldestQueuedAt, queued, failed } = await get(Outbox).backlog(secondsAfter(now, -DAY_SECONDS));
  const isStuck = oldestQueuedAt !== null && secondsAfter(oldestQueuedAt, STUCK_AFTER_SECONDS) < now;
  const fix = 'See that the service runs and what it logs about mail; check SMTP_URL.';
  return those(
    [
      isStuck,
      unsafe('outbox_stuck', `${queued} mails wait to be sent, the oldest for more than a quarter of an hour.`, fix),
    ],
    [failed > 0, note('mails_failed', `${failed} mails could not be sent since yesterday and were given up.`, fix)],
  );
}

function otherKey(): Finding {
  const message =
    'The configured master key is not the one that this database is under; what is in it was not looked at.';
  return unsafe('master_key_wrong', message, 'Give the MASTER_KEY or MASTER_KEY_FILE that the database was used with.');
}

function outOfReach(error: unknown): Finding {
  const reason = outageIn(error)?.reason ?? (error instanceof Error ? error.message : String(error));
  const fix =
    'See that it runs, that DATABASE_URL or DATA_DIR lead to it, and that you may read it and the master key.';
  return unseen('database_unreachable', `The database cannot be looked at: ${reason}.`, fix);
}
