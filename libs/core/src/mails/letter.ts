/** A short mail with one thing to do. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  /** Sentences before the link. */
  readonly lead: string;
  readonly link?: { readonly label: string; readonly url: string };
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
  const text = [lead, link?.url, otherwise].filter((part) => part !== undefined).join('\n\n');
  const button = link && `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`;
  const html = [`<p>${escapeHtml(lead)}</p>`, button, `<p>${escapeHtml(otherwise)}</p>`].filter(Boolean).join('\n');
  return { to, subject, text: `${text}\n`, html: `<!doctype html>\n${html}\n`, links: link ? [link.url] : [] };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
