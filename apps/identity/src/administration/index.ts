import { type DocumentedPart, problemAnswer, type Territory } from '#edge';
import { AdministrationApiModule } from './administration.module.js';
import { SECURITY } from './shared/documentation.js';
import { ORIGIN } from './shared/origin.js';

/** What administrators and their programs do, whichever API people sign in through. */
export const administration: DocumentedPart & Territory = {
  name: ORIGIN,
  title: 'Administration',
  description:
    'Accounts and all that belongs to them, for bearers of an access token of an administrator, and of API keys.',
  version: '1.0.0',
  basePath: '/admin/v1',
  territory: '/admin/v1',
  module: AdministrationApiModule,
  errors: { answer: problemAnswer },
  securitySchemes: {
    [SECURITY]: {
      type: 'http',
      scheme: 'bearer',
      description: 'An access token of an account with the role `admin` or `superadmin`, or an API key (`rsk_…`).',
    },
  },
};
