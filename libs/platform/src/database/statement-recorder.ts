import type { Logger } from 'typeorm';

/** What only asks, and what frames a transaction. */
const NO_CHANGE = /^\s*(SELECT|WITH|SHOW|PRAGMA|BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/i;

/** Writes down the statements that change something, values and all. */
export class StatementRecorder implements Logger {
  private statements: string[] = [];

  /** Those since the last time. */
  take(): readonly string[] {
    const { statements } = this;
    this.statements = [];
    return statements;
  }

  logQuery(query: string, parameters: readonly unknown[] = []): void {
    if (!NO_CHANGE.test(query)) this.statements.push(withValues(query.trim().replace(/;$/, ''), parameters));
  }

  logQueryError(): void {
    // Whoever asked is told by the error itself.
  }

  logQuerySlow(): void {
    // How long it took is no part of a plan.
  }

  logSchemaBuild(): void {
    // Progress is told by the statements.
  }

  logMigration(): void {
    // Progress is told by the statements.
  }

  log(): void {
    // Nothing else is worth a line.
  }
}

function withValues(query: string, parameters: readonly unknown[]): string {
  if (parameters.length === 0) return query;
  let next = 0;
  return query.replace(/\$(\d+)|\?/g, (_, number?: string) =>
    literal(parameters[number === undefined ? next++ : Number(number) - 1]),
  );
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;
}
