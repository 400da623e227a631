import { type Connection, failed } from './connections.js';
import type { Sql, Statement } from './statements.js';

export interface Answer {
  readonly rows: unknown[][];
  readonly rowCount: number | null;
  readonly command: string;
}

/** What of the driver's client is needed. */
export interface PostgresClient {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
  query(query: { name: string; text: string; values: readonly unknown[]; rowMode: 'array' }): Promise<Answer>;
}

/** Without a name: they are understood as quickly as they would be found prepared. */
const BEGIN: Sql = { name: '', text: 'BEGIN' };
const COMMIT: Sql = { name: '', text: 'COMMIT' };
const ROLLBACK: Sql = { name: '', text: 'ROLLBACK' };

/** PostgreSQL, over whatever takes a statement to it. */
export abstract class PostgresConnection implements Connection {
  /** It keeps no NUL in a text, and refuses even to compare with one: no row has it. */
  async row(sql: Sql, values: readonly unknown[]): Promise<readonly unknown[] | undefined> {
    return values.some(hasNul) ? undefined : (await this.ask(sql, values)).rows[0];
  }

  async run(sql: Sql, values: readonly unknown[]): Promise<number> {
    return (await this.ask(sql, values)).rowCount ?? 0;
  }

  /** By itself it is a transaction, and there is nothing to send it with. */
  async putOff(sql: Sql, values: readonly unknown[]): Promise<void> {
    await this.ask(sql, values);
  }

  protected abstract ask(sql: Sql, values: readonly unknown[]): Promise<Answer>;
}

export function askOver(client: PostgresClient, { name, text }: Sql, values: readonly unknown[]): Promise<Answer> {
  return client.query({ name, text, values, rowMode: 'array' }).catch((error: unknown) => {
    throw failed({ name, text }, values, error);
  });
}

/**
 * A transaction over a connection of its own. Its beginning and whatever is put off go to the server together with the
 * statement that is asked next, or with the commit: a way there and back costs both sides more than most statements.
 * Where one of them fails, PostgreSQL does nothing of what follows, and makes a rollback of the commit.
 */
export class PostgresTransaction extends PostgresConnection {
  private waiting: Statement[] = [{ sql: BEGIN, values: [] }];
  private unanswered: Promise<Answer>[] = [];
  private hasBegun = false;

  constructor(private readonly client: PostgresClient) {
    super();
  }

  override async putOff(sql: Sql, values: readonly unknown[]): Promise<void> {
    this.waiting.push({ sql, values });
  }

  /** Sends what is waiting, for whoever asks by another way. What comes of it is told by the next that asks by this one. */
  send(): void {
    for (const { sql, values } of this.waiting.splice(0)) {
      const answer = askOver(this.client, sql, values);
      answer.catch(() => undefined);
      this.unanswered.push(answer);
      this.hasBegun = true;
    }
  }

  /** @throws Error where nothing of it was kept, also because a statement had failed and nobody minded */
  async commit(): Promise<void> {
    const hasNothingToKeep = !this.hasBegun && this.waiting.length === 1;
    if (hasNothingToKeep) return;
    const { command } = await this.ask(COMMIT, []);
    if (command !== 'COMMIT') throw new Error('A transaction was to be committed in which a statement had failed');
  }

  /** The error that led to it counts, not what comes of it. */
  async rollback(): Promise<void> {
    this.waiting = [];
    if (this.hasBegun) await askOver(this.client, ROLLBACK, []).catch(() => undefined);
  }

  protected async ask(sql: Sql, values: readonly unknown[]): Promise<Answer> {
    if (this.waiting.length === 0 && this.unanswered.length === 0) return askOver(this.client, sql, values);
    const { stream } = this.client.connection;
    stream.cork();
    this.send();
    const answer = askOver(this.client, sql, values);
    stream.uncork();
    // The first that fails is why the others do.
    await Promise.all([...this.unanswered.splice(0), answer]);
    return answer;
  }
}

function hasNul(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\0');
}
