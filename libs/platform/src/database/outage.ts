/**
 * - `unreachable`: there is no connection, or it broke.
 * - `busy`: it answers, but not in time: no connection was free, or a lock or a statement took too long.
 * - `full`: it cannot store anything more.
 */
export type OutageKind = 'unreachable' | 'busy' | 'full';

/** The database cannot do its work just now, whatever it was asked. Nothing that failed so was acknowledged. */
export interface Outage {
  readonly kind: OutageKind;
  /** When it may be worth asking again. */
  readonly retryAfterSeconds: number;
  /** For the log. */
  readonly reason: string;
}

const RETRY_AFTER_SECONDS: Readonly<Record<OutageKind, number>> = { busy: 1, unreachable: 5, full: 30 };

/** PostgreSQL's SQLSTATE (appendix A of its manual), SQLite's result codes, Node's system errors; by their beginnings. */
const KINDS: readonly (readonly [beginning: string, kind: OutageKind])[] = [
  ['08', 'unreachable'], // connection exception
  ['57P', 'unreachable'], // shutting down, starting up, connection dropped
  ['25006', 'unreachable'], // a standby, while another server takes over
  ['53100', 'full'], // disk full
  ['58030', 'full'], // an I/O error
  ['53', 'busy'], // too many connections, out of memory
  ['57014', 'busy'], // statement timeout
  ['55P03', 'busy'], // lock timeout
  ['25P03', 'busy'], // idle in transaction for too long
  ['25P04', 'busy'], // transaction timeout
  ['40', 'busy'], // deadlocks and serialization failures that no repetition has helped
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_IOERR_WRITE', 'full'],
  ['SQLITE_IOERR_TRUNCATE', 'full'],
  ['SQLITE_IOERR_FSYNC', 'full'],
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['SQLITE_CANTOPEN', 'unreachable'],
  ['ECONN', 'unreachable'],
  ['EPIPE', 'unreachable'],
  ['ETIMEDOUT', 'unreachable'],
  ['EHOST', 'unreachable'],
  ['ENET', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['EAI_', 'unreachable'],
  ['ENOENT', 'unreachable'], // no such socket file
];

/** What the driver of PostgreSQL says without giving it a code. */
const MESSAGES: readonly (readonly [words: RegExp, kind: OutageKind])[] = [
  [/^timeout exceeded when trying to connect$/, 'busy'],
  [/^Query read timeout$/, 'busy'],
  [/^Connection terminated/, 'unreachable'],
  [/not queryable$/, 'unreachable'],
  // The rest of a transaction whose connection broke.
  [/^Query runner already released/, 'unreachable'],
];

/** Whether that was thrown for want of a working database, and which want it is; undefined for anything else. */
export function outageIn(thrown: unknown): Outage | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const error = 'driverError' in thrown && thrown.driverError instanceof Error ? thrown.driverError : thrown;
  const kind = kindOf(error);
  return kind && { kind, retryAfterSeconds: RETRY_AFTER_SECONDS[kind], reason: error.message };
}

/**
 * Whether a transaction failed only because of what others did at the same moment, so that the same
 * from the beginning may well succeed: a serialization failure or a deadlock that it was chosen to resolve.
 */
export function isCollision(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'driverError' in thrown ? codeOf(thrown.driverError) : undefined;
  return code === '40001' || code === '40P01';
}

/** Of a system error, which is the database's: name servers are asked for other reasons, too. */
const SOCKET_CALLS: ReadonlySet<unknown> = new Set([undefined, 'connect', 'read', 'write', 'getaddrinfo']);

function kindOf(error: Error): OutageKind | undefined {
  const code = codeOf(error);
  if ('syscall' in error && !SOCKET_CALLS.has(error.syscall)) return undefined;
  if (code !== undefined) return KINDS.find(([beginning]) => code.startsWith(beginning))?.[1];
  return MESSAGES.find(([words]) => words.test(error.message))?.[1];
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
