import type { MailboxMessage } from '#platform/mail';

export interface MessageResponse {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
  readonly createdAt: string;
}

export function toMessageList(messages: readonly MailboxMessage[]): MessageResponse[] {
  return messages.map(({ id, to, subject, text, html, links, createdAt }) => ({
    id,
    to,
    subject,
    text,
    html,
    links,
    createdAt: createdAt.toISOString(),
  }));
}
