import type { MailboxMessage } from '#platform/mail';
import { type Html, html } from '../html/html.js';
import type { Page } from '../html/page.js';

export function mailboxPage(messages: readonly MailboxMessage[]): Page {
  const list = messages.length === 0 ? html`<p>Nothing has been sent yet.</p>` : messages.map(messageArticle);
  return {
    title: 'Developer mailbox',
    isWide: true,
    content: html`<p class="soft">
        No mail server is configured, so mails end here, newest first. The same as JSON:
        <a href="/dev/mailbox/messages">/dev/mailbox/messages</a>
      </p>
      ${list}`,
  };
}

function messageArticle({ to, subject, text, links, createdAt }: MailboxMessage): Html {
  const moment = createdAt.toISOString();
  return html`<article>
    <h2>${subject}</h2>
    <p class="soft">To ${to}, <time datetime="${moment}">${moment.replace('T', ' ').slice(0, 19)} UTC</time></p>
    <pre>${withLinks(text, links)}</pre>
  </article>`;
}

/** The text with those of its parts that are links made ones to press. */
function withLinks(text: string, links: readonly string[]): Html[] {
  const [link, ...others] = links;
  if (link === undefined) return [html`${text}`];
  const pieces = text.split(link).map((piece) => withLinks(piece, others));
  return pieces.flatMap((piece, place) => (place === 0 ? piece : [html`<a href="${link}">${link}</a>`, ...piece]));
}
