import type { DocumentListing } from './documents.service.js';

/** Nothing is loaded from elsewhere, and no script runs that is not a file of ours (CSP Level 3). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // The second is the one style that Swagger UI writes into the page by itself.
  "style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='",
  // Swagger UI brings small pictures inside its style.
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
};

export const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Rosetta: try the APIs</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="stylesheet" href="/docs/page.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <noscript>This page needs JavaScript. The documents themselves are listed at /openapi.</noscript>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/swagger-ui-standalone-preset.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

/**
 * The bar on top says whose page it is, and its selector fits a narrow screen. The answers of an operation stand apart
 * from each other, without the column for links, of which there are none.
 */
export const STYLE = `body { margin: 0; }
.swagger-ui .topbar .topbar-wrapper { flex-wrap: wrap; gap: .5rem 1rem; }
.swagger-ui .topbar .topbar-wrapper::before { content: 'Rosetta'; color: #fff; font: 600 1.5rem/2.5 system-ui, sans-serif; }
.swagger-ui .topbar .link { display: none; }
.swagger-ui .topbar .download-url-wrapper .select-label { max-width: 34rem; }
.swagger-ui .topbar .select-label span { white-space: nowrap; }
.swagger-ui .responses-table .response-col_links { display: none; }
.swagger-ui .responses-table > tbody > tr.response > td { padding: 1.25rem 0; }
.swagger-ui .responses-table > tbody > tr.response + tr.response > td { border-top: 1px solid rgb(59 65 81 / 15%); }
`;

/**
 * Starts Swagger UI with all documents in its selector. No document is sent to a validator elsewhere,
 * and what was authorised is forgotten with the page.
 */
export function startScript(documents: readonly DocumentListing[]): string {
  const urls = documents.map(({ name, title }) => ({ name: title, url: `/openapi/${name}.json` }));
  return `window.ui = SwaggerUIBundle({
  dom_id: '#swagger-ui',
  urls: ${JSON.stringify(urls)},
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;
}
