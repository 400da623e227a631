import { DialectExceptionFilter } from '#edge';
import type { ModelsErrorResponse } from './models-error-response.dto.js';
import { NAP_ERRORS, type NapError } from './nap.errors.js';

/** `debug` stays empty: what a developer needs to know is in the log, under the id in `x-request-id`. */
export class NapExceptionFilter extends DialectExceptionFilter<NapError> {
  protected readonly table = NAP_ERRORS;

  protected envelope({ status, message }: NapError): ModelsErrorResponse {
    return { message, debug: '', code: status };
  }
}
