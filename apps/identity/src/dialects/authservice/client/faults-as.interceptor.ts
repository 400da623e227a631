import { UseInterceptors } from '@nestjs/common';
import { catchError, throwError } from 'rxjs';
import type { CoreError } from '#core/kernel';
import { InvalidInput } from '#edge';

/**
 * For operations whose document has no status for faulty input: headers that are missing, sent twice
 * or unreadable prove as little as wrong ones, and are refused in the same words.
 */
export const FaultsAs = (Refusal: new (logReason: string) => CoreError): MethodDecorator =>
  UseInterceptors({
    intercept: (_context, next) =>
      next
        .handle()
        .pipe(
          catchError((error: unknown) =>
            throwError(() => (error instanceof InvalidInput ? new Refusal(error.message) : error)),
          ),
        ),
  });
