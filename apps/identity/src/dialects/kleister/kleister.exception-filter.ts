import { DialectExceptionFilter } from '#edge';
import { KLEISTER_ERRORS, type KleisterError } from './kleister.errors.js';

/** The document's `GeneralError`: the status again, and a message. */
export class KleisterExceptionFilter extends DialectExceptionFilter<KleisterError> {
  protected readonly table = KLEISTER_ERRORS;

  protected envelope({ status, message }: KleisterError): object {
    return { status, message };
  }
}
