import type { Dialect } from '#edge';
import { CadenzaExceptionFilter } from './cadenza.exception-filter.js';
import { CadenzaModule } from './cadenza.module.js';

export const cadenza: Dialect = {
  name: 'cadenza',
  title: 'Cadenza',
  description: 'Sign-up, sign-in, recovery and refresh in one envelope, for clients in the manner of Supabase.',
  version: '3.0.0',
  basePath: '',
  territory: '/api/v3/auth',
  module: CadenzaModule,
  errors: new CadenzaExceptionFilter(),
  securitySchemes: {
    SupabaseOAuth2BearerAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  },
};
