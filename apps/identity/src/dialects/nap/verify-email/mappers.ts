import type { HandlersSendVerificationEmailResult, HandlersVerifyEmailTokenResult } from './verify-email.dto.js';

export function toVerificationSent(): HandlersSendVerificationEmailResult {
  return { success: true, message: 'Verification email sent' };
}

export function toVerified(): HandlersVerifyEmailTokenResult {
  return { success: true, message: 'Email verified' };
}
