import type { Dialect } from '#edge';
import { GravscaleExceptionFilter } from './gravscale.exception-filter.js';
import { GravscaleModule } from './gravscale.module.js';

export const gravscale: Dialect = {
  name: 'gravscale',
  title: 'Gravscale',
  description: 'Sign-up, sign-in and refresh by e-mail and password, for clients that know FastAPI.',
  version: '1.0.0',
  basePath: '/dev/public-api',
  territory: '/dev/public-api',
  module: GravscaleModule,
  errors: new GravscaleExceptionFilter(),
  securitySchemes: { HTTPBearer: { type: 'http', scheme: 'bearer' } },
  schemas: { ValidationErrorLocInner: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
};
