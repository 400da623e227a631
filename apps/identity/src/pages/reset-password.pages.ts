import { html } from '../html/html.js';
import type { Page } from '../html/page.js';

export interface PasswordFormState {
  readonly token: string;
  /** In characters. */
  readonly minLength: number;
  /** Why the password that was sent is not taken; the token is still good. */
  readonly refusal?: string;
}

/** The form has no action: it posts to where it was got from, whatever stands in front of the service. */
export function choosePage({ token, minLength, refusal }: PasswordFormState): Page {
  const isRefused = refusal !== undefined;
  return {
    status: isRefused ? 422 : 200,
    title: 'Choose a new password',
    content: html`${isRefused ? html`<p class="alarm" id="refusal" role="alert">${refusal}</p>` : undefined}
      <p id="rules">
        At least ${minLength} characters. A few words are easier to remember than a few signs. Whoever is signed in to
        your account is signed out when you set it.
      </p>
      <form method="post">
        <input type="hidden" name="token" value="${token}" />
        ${passwordField({ name: 'password', label: 'New password', minLength, isRefused })}
        ${passwordField({ name: 'passwordAgain', label: 'New password, once more', minLength, isRefused })}
        <button type="submit">Set the new password</button>
      </form>`,
  };
}

export const CHOSEN_PAGE: Page = {
  title: 'Your new password is set',
  content: html`<p>All earlier sessions of your account have ended. You can close this page and sign in.</p>`,
};

export const UNCHOOSABLE_PAGE: Page = {
  title: 'This link does not work any more',
  content: html`<p>It has been used, is too old, or a newer mail has replaced it. Your password is what it was.</p>
    <p>
      For another link, say once more that you forgot your password, where you sign in. Only the link in the newest mail
      works; open it whole, from the first letter to the last.
    </p>`,
};

function passwordField({
  name,
  label,
  minLength,
  isRefused,
}: {
  readonly name: string;
  readonly label: string;
  readonly minLength: number;
  readonly isRefused: boolean;
}) {
  return html`<label for="${name}">${label}</label>
    <input
      type="password"
      id="${name}"
      name="${name}"
      required
      minlength="${minLength}"
      autocomplete="new-password"
      autocapitalize="none"
      spellcheck="false"
      aria-describedby="${isRefused ? 'refusal rules' : 'rules'}"
      ${isRefused ? html`aria-invalid="true"` : undefined}
    />`;
}
