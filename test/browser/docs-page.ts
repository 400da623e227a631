import type { Browser, Locator, Page } from 'playwright-core';
import { PATIENCE_MS } from '../support/patience.mjs';

/** What somebody types into the form of an operation. */
export interface Filling {
  /** Tag and id of the operation, as in the page's own links: `auth/LoginUser`. */
  readonly operation: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** What the page then shows: the server's answer, and what the document says about that status. */
export interface Shown {
  readonly status: string;
  readonly body: unknown;
  readonly documented: string | undefined;
}

/** What the page says beforehand of one status. */
export interface Foretold {
  readonly example: unknown;
  readonly headers: readonly string[];
}

/** Swagger UI at `/docs`, used like a person does: by what is seen and pressed. */
export class DocsPage {
  /** Errors of scripts, and everything that the browser refused to load or to run. */
  readonly complaints: string[] = [];
  private readonly requested: string[] = [];

  private constructor(private readonly page: Page) {
    page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('request', (request) => this.requested.push(request.url()));
  }

  /** In a context of its own: nothing is left of whoever looked before. */
  static async open(browser: Browser, url: string): Promise<DocsPage> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const docs = new DocsPage(await context.newPage());
    docs.page.setDefaultTimeout(PATIENCE_MS);
    await docs.page.goto(`${url}/docs`);
    await docs.page.locator('.opblock').first().waitFor();
    return docs;
  }

  /** Wherever anything was asked for, each place once. */
  origins(): string[] {
    return [...new Set(this.requested.map((url) => new URL(url).origin))];
  }

  forgetComplaints(): void {
    this.complaints.length = 0;
  }

  /** The choices of the selector in the top bar. */
  titles(): Promise<string[]> {
    return this.page.locator('.topbar select option').allTextContents();
  }

  /** Resolves when the document with that heading is shown. */
  async pick(title: string, heading = title): Promise<void> {
    await this.page.locator('.topbar select').selectOption({ label: title });
    await this.page.locator('.info .title', { hasText: heading }).waitFor();
  }

  /** The operations on the page, each as verb and path. */
  async operations(): Promise<string[]> {
    const summaries = await this.page.locator('.opblock').all();
    return Promise.all(
      summaries.map(async (summary) => {
        const verb = await summary.locator('.opblock-summary-method').innerText();
        const path = await summary.locator('.opblock-summary-path').getAttribute('data-path');
        return `${verb} ${path ?? ''}`;
      }),
    );
  }

  async authorize(token: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Authorize' }).click();
    const dialog = this.page.locator('.modal-ux');
    await dialog.locator('input').fill(token);
    await dialog.getByRole('button', { name: 'Apply credentials' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
  }

  async tryOut({ operation, parameters = {}, body }: Filling): Promise<Shown> {
    const block = this.blockOf(operation);
    await block.locator('.opblock-summary').click();
    await block.getByRole('button', { name: 'Try it out' }).click();
    for (const [name, value] of Object.entries(parameters)) await fill(block, name, value);
    if (body) await block.locator('.body-param textarea').fill(JSON.stringify(body));
    await block.getByRole('button', { name: 'Execute' }).click();
    return answerShownIn(block);
  }

  async documented({ operation, status }: { operation: string; status: string }): Promise<Foretold> {
    const block = this.blockOf(operation);
    await block.locator('.opblock-summary').click();
    const answer = block.locator(`.responses-table tr[data-code="${status}"]`);
    const example: unknown = JSON.parse(await answer.locator('code').first().innerText());
    return { example, headers: await answer.locator('.headers tbody td:first-child').allInnerTexts() };
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  private blockOf(operation: string): Locator {
    return this.page.locator(`[id="operations-${operation.replace('/', '-')}"]`);
  }
}

async function fill(block: Locator, name: string, value: string): Promise<void> {
  const field = block.locator(`tr[data-param-name="${name}"]`);
  const choice = field.locator('select');
  if ((await choice.count()) > 0) await choice.selectOption(value);
  else await field.locator('input').fill(value);
}

async function answerShownIn(block: Locator): Promise<Shown> {
  const answer = block.locator('.live-responses-table tbody .response');
  const status = (await answer.locator('.response-col_status').innerText()).trim();
  const body: unknown = JSON.parse(await answer.locator('.response-col_description code').first().innerText());
  const documented = block.locator(`.responses-table:not(.live-responses-table) tr[data-code="${status}"]`);
  const label = documented.locator('.response-col_description .renderedMarkdown').first();
  return { status, body, documented: (await documented.count()) > 0 ? (await label.innerText()).trim() : undefined };
}
