import type { DocumentedPart, Territory } from '#edge';
import { problemAnswer } from '#edge';
import { SelfServiceModule } from './self-service.module.js';

/** What a person's own programs may do with the account, whichever API they signed in through. */
export const selfService: DocumentedPart & Territory = {
  name: 'account',
  title: 'Account',
  description: "A person's own sessions, for bearers of an access token of any of the documented APIs.",
  version: '1.0.0',
  basePath: '/account/v1',
  territory: '/account/v1',
  module: SelfServiceModule,
  errors: { answer: problemAnswer },
  securitySchemes: { AccountBearerAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
};
