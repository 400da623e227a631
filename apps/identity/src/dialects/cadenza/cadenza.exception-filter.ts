import { DialectExceptionFilter } from '#edge';
import { CADENZA_ERRORS, type CadenzaError } from './cadenza.errors.js';

/** The failing half of the envelope: `success` false, `errno` negative, `data` null. */
export class CadenzaExceptionFilter extends DialectExceptionFilter<CadenzaError> {
  protected readonly table = CADENZA_ERRORS;

  protected envelope({ status, error, details }: CadenzaError, requestId: string): object {
    return { success: false, errno: -status, error, details: { ...details, request_id: requestId }, data: null };
  }
}
