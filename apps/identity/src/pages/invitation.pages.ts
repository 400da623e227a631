import type { OpenInvitation } from '#core/organizations';
import { html } from '../html/html.js';
import type { Page } from '../html/page.js';

/** The form has no action: it posts to where it was got from, whatever stands in front of the service. */
export function invitationPage({ organization, email }: OpenInvitation, token: string): Page {
  return {
    title: `Join ${organization.name}`,
    content: html`<p>If you have an account with the confirmed address ${email}, press the button.</p>
      <form method="post">
        <input type="hidden" name="token" value="${token}" />
        <button type="submit">Accept the invitation</button>
      </form>
      <p>If you have none, sign up with that address and this invitation: <code>${token}</code></p>`,
  };
}

export function acceptedPage({ organization }: OpenInvitation): Page {
  return {
    title: `Welcome to ${organization.name}`,
    content: html`<p>You can close this page and sign in.</p>`,
  };
}

export const UNACCEPTABLE_PAGE: Page = {
  title: 'This invitation cannot be accepted',
  content: html`<p>It has been used or taken back, is too old, or a newer mail has replaced it.</p>
    <p>
      It may also be that there is no account with a confirmed address of that name yet: sign up with the invitation in
      the mail, or confirm your address, and come again.
    </p>`,
};
