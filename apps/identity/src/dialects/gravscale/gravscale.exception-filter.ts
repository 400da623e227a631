import { DialectExceptionFilter } from '#edge';
import { GRAVSCALE_ERRORS, type GravscaleError } from './gravscale.errors.js';

/** `{detail}` and nothing else: a list of faults for a 422, a text for every other status. */
export class GravscaleExceptionFilter extends DialectExceptionFilter<GravscaleError> {
  protected readonly table = GRAVSCALE_ERRORS;

  protected envelope({ detail }: GravscaleError): object {
    return { detail };
  }
}
