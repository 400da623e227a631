/** A short mail with one thing to do. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  /** Sentences before the link. */
  readonly lead: string;
  readonly link: { readonly label: string; readonly url: string };
  /** What to do if it was somebody else. */
  readonly otherwise: string;
}

export interface RenderedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: string[];
}

/** The same letter as plain text and as HTML; every value is escaped. */
export function renderLetter({ to, subject, lead, link, otherwise }: Letter): RenderedMail {
  const paragraphs = [
    escapeHtml(lead),
    `<a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a>`,
    escapeHtml(otherwise),
  ];
  return {
    to,
    subject,
    text: `${lead}\n\n${link.url}\n\n${otherwise}\n`,
    html: `<!doctype html>\n${paragraphs.map((paragraph) => `<p>${paragraph}</p>\n`).join('')}`,
    links: [link.url],
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
