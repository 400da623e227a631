import { DialectExceptionFilter } from '#edge';
import { AUTHSERVICE_ERRORS, type AuthserviceError } from './authservice.errors.js';

/** One property: `error` where the service itself failed (500), `message` for everything else. */
export class AuthserviceExceptionFilter extends DialectExceptionFilter<AuthserviceError> {
  protected readonly table = AUTHSERVICE_ERRORS;

  protected envelope({ status, message }: AuthserviceError): object {
    return status === 500 ? { error: message } : { message };
  }
}
