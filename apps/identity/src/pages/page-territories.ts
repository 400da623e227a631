import { PAGE_PATHS } from '#core/links';
import type { Territory } from '#edge';
import { UNACCEPTABLE_PAGE } from './invitation.pages.js';
import { PageErrors } from './page-errors.js';
import { UNCHOOSABLE_PAGE } from './reset-password.pages.js';
import { UNCONFIRMABLE_PAGE } from './verify-email.pages.js';

/** Where people, not programs, are told what went wrong. */
export const PAGE_TERRITORIES: readonly Territory[] = [
  { name: 'pages', territory: '/account', errors: new PageErrors(UNCONFIRMABLE_PAGE) },
  { name: 'pages', territory: PAGE_PATHS.verifyEmail, errors: new PageErrors(UNCONFIRMABLE_PAGE) },
  { name: 'pages', territory: PAGE_PATHS.resetPassword, errors: new PageErrors(UNCHOOSABLE_PAGE) },
  { name: 'pages', territory: PAGE_PATHS.acceptInvitation, errors: new PageErrors(UNACCEPTABLE_PAGE) },
];
