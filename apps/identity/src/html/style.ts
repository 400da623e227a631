import { sha256 } from '#platform/crypto';

/** The one style of all pages, sent inside each of them: nothing else has to be loaded. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1c2333; --soft: #565f73; --page: #f3f4f8; --card: #fff; --line: #c9cedb;
  --accent: #2f4fd0; --on-accent: #fff; --alarm: #a8182b; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8ebf3; --soft: #a9b1c4; --page: #12151d; --card: #1c212d; --line: #48506a;
    --accent: #a9b9ff; --on-accent: #12151d; --alarm: #ff9aa6; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; }
main { max-width: 28rem; margin: 6vh auto 0; }
main.wide { max-width: 46rem; margin-top: 1rem; }
main, article { padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
main.wide { padding: 0; background: none; border: 0; }
article { margin-bottom: 1rem; }
h1 { margin: 0 0 .75rem; font-size: 1.4rem; line-height: 1.25; }
h2 { margin: 0 0 .25rem; font-size: 1.1rem; }
p { margin: 0 0 1rem; }
main > :last-child, article > :last-child { margin-bottom: 0; }
a { color: var(--accent); }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
input { width: 100%; margin-bottom: 1rem; padding: .65rem .75rem; border: 1px solid var(--soft); border-radius: .5rem;
  background: var(--page); color: inherit; font: inherit; }
button { width: 100%; padding: .7rem 1rem; border: 0; border-radius: .5rem; background: var(--accent);
  color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
pre { margin: 1rem 0 0; white-space: pre-wrap; font: inherit; }
.soft { color: var(--soft); font-size: .9rem; }
.alarm { color: var(--alarm); font-weight: 600; }
`;

/** What lets a Content-Security-Policy allow this style and no other (CSP Level 3 §2.3.1). */
export const STYLE_HASH = `'sha256-${sha256(STYLE).toString('base64')}'`;
