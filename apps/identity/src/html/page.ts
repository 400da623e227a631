import type { Answer } from '#edge';
import { Html, html } from './html.js';
import { STYLE, STYLE_HASH } from './style.js';

/** A page as it is seen; how it travels is the same for all. */
export interface Page {
  /** The HTTP status; 200 where none is named. */
  readonly status?: number;
  /** Heading and window title. */
  readonly title: string;
  /** What stands below the heading. */
  readonly content: Html;
  /** For lists: as wide as is good to read, and no card around it all. */
  readonly isWide?: boolean;
}

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src ${STYLE_HASH}`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** The page as an HTTP answer: no script, nothing to load, in no frame and in no cache. */
export function toAnswer({ status = 200, title, content, isWide = false }: Page): Answer & { readonly body: string } {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main${isWide ? html` class="wide"` : undefined}>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  return { status, headers: HEADERS, body: markup };
}
