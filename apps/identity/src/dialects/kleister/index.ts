import type { Dialect } from '#edge';
import { KleisterExceptionFilter } from './kleister.exception-filter.js';
import { KleisterModule } from './kleister.module.js';

export const kleister: Dialect = {
  name: 'kleister',
  title: 'Kleister',
  description: 'Log-in with one token, to be refreshed while it is still good.',
  version: '1.0.0',
  basePath: '/api/v1',
  territory: '/api/v1',
  module: KleisterModule,
  errors: new KleisterExceptionFilter(),
  securitySchemes: {
    BasicAuth: { type: 'http', scheme: 'basic' },
    HeaderAuth: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  },
};
