import { body, describe } from '../documentation.js';
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
      success: [HandlersSendVerificationEmailResult, 'Send Verification Email Result'],
      input: body(HandlersSendVerificationEmailData, 'Send Verification Email Data'),
      errors: { 400: 'Bad Request - Invalid Input or User does not exist', 500: 'Internal Server Error' },
      alsoAnswers: [401, 413, 415, 429],
    }),
  verify: () =>
    describe({
      operationId: 'apiAuthVerifyEmailVerifyPost',
      summary: 'Verify Email Token',
      description: 'Records the address as verified. A token works once.',
      success: [HandlersVerifyEmailTokenResult, 'Verify Email Token Result'],
      input: body(HandlersVerifyEmailTokenData, 'Verify Email Token Data'),
      errors: { 400: 'Bad Request - Invalid Input or Token', 500: 'Internal Server Error' },
      alsoAnswers: [401, 413, 415, 429],
    }),
};
