import { html } from '../html/html.js';
import type { Page } from '../html/page.js';

/** The form has no action: it posts to where it was got from, whatever stands in front of the service. */
export function confirmPage(token: string): Page {
  return {
    title: 'Confirm your e-mail address',
    content: html`<p>One press of the button, and we know that this address is yours.</p>
      <form method="post">
        <input type="hidden" name="token" value="${token}" />
        <button type="submit">Confirm my address</button>
      </form>`,
  };
}

export const CONFIRMED_PAGE: Page = {
  title: 'Your address is confirmed',
  content: html`<p>Thank you. You can close this page and sign in.</p>`,
};

export const UNCONFIRMABLE_PAGE: Page = {
  title: 'This link does not work any more',
  content: html`<p>It has been used, is too old, or a newer mail has replaced it.</p>
    <p>If your address is confirmed already, there is nothing left to do.</p>
    <p>
      If not, sign in where you signed up and ask for another mail. Only the link in the newest one works; open it
      whole, from the first letter to the last.
    </p>`,
};
