import type { LoggerService } from '@nestjs/common';
import { type Logger, type LoggerOptions, pino } from 'pino';

/** Names under which a secret may turn up in a log line; their values are replaced. */
const SECRETS: ReadonlySet<string> = new Set([
  'password',
  'newPassword',
  'authorization',
  'cookie',
  'clientSecret',
  'client_secret',
  'clientsecret',
  'token',
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
]);

/** How deep they are looked for. */
const LEVELS = 3;

/** One JSON object a line; the moment in RFC 3339, the level by name. */
export function loggerOptions(level: string): LoggerOptions {
  return {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    // pino's own redaction takes twenty times as long as the rest of a line where it looks below the first level.
    formatters: { level: (label) => ({ level: label }), log: (fields) => withoutSecrets(fields, LEVELS) },
  };
}

/** Lets Nest and everything written with its `Logger` speak through pino. */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.write('info', message, context);
  }

  error(message: unknown, ...details: unknown[]): void {
    const context = details.at(-1);
    const stack = details.length > 1 ? details[0] : undefined;
    this.write('error', message, context, stack);
  }

  warn(message: unknown, context?: unknown): void {
    this.write('warn', message, context);
  }

  debug(message: unknown, context?: unknown): void {
    this.write('debug', message, context);
  }

  verbose(message: unknown, context?: unknown): void {
    this.write('debug', message, context);
  }

  fatal(message: unknown, context?: unknown): void {
    this.write('fatal', message, context);
  }

  private write(
    level: 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    context: unknown,
    stack?: unknown,
  ): void {
    if (!this.pino.isLevelEnabled(level)) return;
    this.pino[level]({ context, ...(stack !== undefined && { stack }), ...fieldsOf(message) });
  }
}

/** Of an error no more than text and stack: that of a failed query carries the query's parameters with it. */
function fieldsOf(message: unknown): object {
  if (message instanceof Error) return { msg: message.message, stack: message.stack };
  return message instanceof Object ? message : { msg: String(message) };
}

/** The same fields, but for those that bear the name of a secret. */
function withoutSecrets(fields: object, levels: number): Record<string, unknown> {
  const shown = ([name, value]: [string, unknown]) => [name, SECRETS.has(name) ? '[redacted]' : below(value, levels)];
  return Object.fromEntries(Object.entries(fields).map(shown)) as Record<string, unknown>;
}

/** What knows how it is written, as a moment does, is left to itself. */
function below(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null || levels === 1 || 'toJSON' in value) return value;
  return Array.isArray(value) ? value.map((item) => below(item, levels - 1)) : withoutSecrets(value, levels - 1);
}
