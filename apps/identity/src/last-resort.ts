import { Logger } from '@nestjs/common';

/**
 * Ends the process on an error that nobody caught, for what it left undone cannot be known. By itself Node would print
 * the error with all that hangs on it, such as the values of a failed query.
 */
export function endOnUncaughtErrors(): void {
  process.on('uncaughtException', (error: unknown, origin) => {
    const stack = error instanceof Error ? error.stack : `thrown: a ${typeof error}`;
    new Logger('Errors').fatal({ event: 'uncaught', origin, stack });
    process.exit(1);
  });
}
