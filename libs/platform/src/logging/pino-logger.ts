import type { LoggerService } from '@nestjs/common';
import { type Logger, type LoggerOptions, pino } from 'pino';

/** Names under which a secret may turn up in a log line; their values are replaced. */
const SECRETS = [
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
];

/** One JSON object a line; the moment in RFC 3339, the level by name. */
export function loggerOptions(level: string): LoggerOptions {
  return {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
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
  return message instanceof Object ? Object.fromEntries(Object.entries(message)) : { msg: String(message) };
}
