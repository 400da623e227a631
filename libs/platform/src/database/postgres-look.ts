import { type Answer, askOver, type PostgresClient, PostgresConnection } from './postgres-connections.js';
import type { Sql, Statement } from './statements.js';

/** What of the driver's pool is needed. */
export interface PostgresPool {
  connect(): Promise<PooledClient>;
}

interface PooledClient extends PostgresClient {
  on(event: 'error', listener: () => void): unknown;
  removeListener(event: 'error', listener: () => void): unknown;
  release(error?: Error): void;
}

interface Asked extends Statement {
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (reason: unknown) => void;
}

/** No more than so many wait for each other's answers on one connection. */
const MAX_TOGETHER = 16;

/**
 * PostgreSQL outside of any transaction. What is asked while one waits for a free connection goes over that one
 * together, in one write: mostly what has come in over the network in one turn of the event loop. Each is a statement by itself
 * and fails alone.
 */
export class PostgresLook extends PostgresConnection {
  private waiting: Asked[] = [];

  constructor(private readonly pool: PostgresPool) {
    super();
  }

  protected ask(sql: Sql, values: readonly unknown[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ sql, values, resolve, reject });
      if (this.waiting.length === 1) this.begin();
      if (this.waiting.length === MAX_TOGETHER) this.waiting = [];
    });
  }

  /** Not before all that has come in over the network by now has had its say. */
  private begin(): void {
    const asked = this.waiting;
    setImmediate(() => {
      this.pool.connect().then(
        (client) => this.sendAll(client, this.taken(asked)),
        (error: unknown) => this.taken(asked).forEach(({ reject }) => reject(error)),
      );
    });
  }

  /** From then on nobody joins them. */
  private taken(asked: Asked[]): Asked[] {
    if (this.waiting === asked) this.waiting = [];
    return asked;
  }

  private sendAll(client: PooledClient, asked: readonly Asked[]): void {
    // Those that were asked are told of it, each by itself.
    const onError = () => undefined;
    client.on('error', onError);
    const { stream } = client.connection;
    stream.cork();
    const answers = asked.map(({ sql, values, resolve }) => {
      const answer = askOver(client, sql, values);
      resolve(answer);
      return answer;
    });
    stream.uncork();
    void Promise.allSettled(answers).then((outcomes) => {
      client.removeListener('error', onError);
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      client.release(failure?.reason as Error | undefined);
    });
  }
}
