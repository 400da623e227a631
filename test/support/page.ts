import type { Reply, Sending } from './http.js';

/** A page as somebody in front of it sees it. */
export interface SeenPage {
  readonly status: number;
  readonly title: string;
  /** What stands below the heading, as plain text. */
  readonly text: string;
  /** What a press of the button sends, by the names of the fields, hidden ones filled in; undefined without a form. */
  readonly form?: Readonly<Record<string, string>>;
}

export function seen({ status, body }: Reply<string>): SeenPage {
  const heading = /<h1>(.*?)<\/h1>/s.exec(body);
  const rest = body.slice((heading?.index ?? 0) + (heading?.[0].length ?? 0));
  const form = /<form method="post">(.*?)<\/form>/s.exec(body)?.[1];
  return {
    status,
    title: plain(heading?.[1] ?? ''),
    text: plain(rest),
    ...(form !== undefined && { form: fieldsIn(form) }),
  };
}

/** A form as a browser posts it. */
export function posted(fields: Readonly<Record<string, string>>): Sending {
  const raw = new URLSearchParams(fields).toString();
  return { raw, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
}

function fieldsIn(form: string): Record<string, string> {
  const inputs = [...form.matchAll(/<input\b([^>]*)>/gs)].map(([, attributes = '']) => attributes);
  return Object.fromEntries(inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]));
}

function attribute(tag: string, name: string): string {
  return decoded(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function plain(markup: string): string {
  return decoded(markup.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function decoded(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
