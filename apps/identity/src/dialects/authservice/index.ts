import type { Dialect } from '#edge';
import { AuthserviceExceptionFilter } from './authservice.exception-filter.js';
import { AuthserviceModule } from './authservice.module.js';

export const authservice: Dialect = {
  name: 'authservice',
  title: 'Auth Service',
  description: 'Registration and client credentials, every argument in a request header.',
  version: '1.0.0',
  basePath: '/auth',
  territory: '/auth',
  module: AuthserviceModule,
  errors: new AuthserviceExceptionFilter(),
};
