/** A piece of HTML in which every text has been escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

type Insertion = string | number | Html | readonly Html[] | undefined;

/** Writes HTML; what is inserted is escaped, unless it is HTML itself. Undefined inserts nothing. */
export function html(parts: TemplateStringsArray, ...insertions: readonly Insertion[]): Html {
  return new Html(parts.map((part, place) => part + markupOf(insertions[place])).join(''));
}

function markupOf(insertion: Insertion): string {
  if (insertion === undefined) return '';
  if (insertion instanceof Html) return insertion.markup;
  if (typeof insertion === 'object') return insertion.map(({ markup }) => markup).join('');
  return String(insertion).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
