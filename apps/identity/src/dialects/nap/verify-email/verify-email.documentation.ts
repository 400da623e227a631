import { refusedInput, UNREADABLE_JSON } from '#edge';
import { body, describe } from '../documentation.js';
import { toVerificationSent, toVerified } from './mappers.js';
import {
  HandlersSendVerificationEmailData,
  HandlersSendVerificationEmailResult,
  HandlersVerifyEmailTokenData,
  HandlersVerifyEmailTokenResult,
} from './verify-email.dto.js';

/** The published description of each operation. */
export const documents = {
  send: () =>
    describe({
      operationId: 'apiAuthVerifyEmailSendPost',
      summary: 'Send Verification Email',
      description: 'Mails a link that verifies the address. The link of an earlier mail stops working.',
      success: [HandlersSendVerificationEmailResult, 'Send Verification Email Result', toVerificationSent()],
      input: body(HandlersSendVerificationEmailData, 'Send Verification Email Data'),
      errors: [
        refusedInput(HandlersSendVerificationEmailData, 'body', { email: 'ada' }),
        'unknown_email',
        'email_already_verified',
        ...UNREADABLE_JSON,
        'limit_exceeded',
      ],
      labels: { 400: 'Bad Request - Invalid Input or User does not exist', 500: 'Internal Server Error' },
    }),
  verify: () =>
    describe({
      operationId: 'apiAuthVerifyEmailVerifyPost',
      summary: 'Verify Email Token',
      description: 'Records the address as verified. A token works once.',
      success: [HandlersVerifyEmailTokenResult, 'Verify Email Token Result', toVerified()],
      input: body(HandlersVerifyEmailTokenData, 'Verify Email Token Data'),
      errors: [
        'invalid_one_time_token',
        refusedInput(HandlersVerifyEmailTokenData, 'body', {}),
        ...UNREADABLE_JSON,
        'limit_exceeded',
      ],
      labels: { 400: 'Bad Request - Invalid Input or Token', 500: 'Internal Server Error' },
    }),
};
