import type { Dialect } from '#edge';
import { napSection } from './nap.config.js';
import { NapExceptionFilter } from './nap.exception-filter.js';
import { NapModule } from './nap.module.js';

export const nap: Dialect = {
  name: 'nap',
  title: 'NAP',
  description:
    'Sign-up, log-in with a verified e-mail address, refresh and log-out by headers, for members of an organization.',
  version: '1.0.0',
  basePath: '',
  territory: '/api/auth',
  module: NapModule,
  errors: new NapExceptionFilter(),
  sections: [napSection],
};
