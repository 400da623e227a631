import type { OpenAPIObject } from '@nestjs/swagger';
import type { Browser } from 'playwright-core';
import type { DocumentListing } from '../../apps/identity/src/documents/documents.service.js';
import { openAccount, PASSWORD } from '../support/accounts.js';
import { findChromium, launchChromium } from '../support/chromium.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { DocsPage, type Filling } from './docs-page.js';

const TEXT = expect.stringMatching(/./);
const TIME = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

describe('/docs as it is served', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('allows nothing from elsewhere and no script inside the page', async () => {
    const { headers, body } = await app.send<string>('GET', '/docs');
    const loaded = [...body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);

    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self';/),
    });
    expect(loaded.length).toBeGreaterThan(0);
    for (const address of loaded) expect(address).toMatch(/^\/docs\//);
    expect(body.replace(/<script src="[^"]*"><\/script>/g, '')).not.toContain('<script');
  });

  it.each([
    ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
    ['/docs/page.css', 'text/css; charset=utf-8'],
    ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ['/docs/swagger-ui-standalone-preset.js', 'text/javascript; charset=utf-8'],
    ['/docs/start.js', 'text/javascript; charset=utf-8'],
    ['/docs/favicon-32x32.png', 'image/png'],
  ])('serves %s', async (path, type) => {
    expect(await app.send('GET', path)).toMatchObject({ status: 200, headers: { 'content-type': type } });
  });

  it.each(['package.json', 'constructor', '__proto__', '..%2Fpackage.json', 'swagger-ui-bundle.js.map'])(
    'has nothing at /docs/%s',
    async (asset) => {
      expect(await app.send('GET', `/docs/${asset}`)).toMatchObject({ status: 404 });
    },
  );
});

const found = findChromium();
if (found !== undefined) describe('/docs in a browser', () => inBrowser(found));
else if (process.env.CI === 'true') {
  it('is looked at by a browser', () => {
    throw new Error('No Chromium was found: install one, or say in CHROMIUM_PATH where it is');
  });
} else
  process.stdout.write('No look at /docs by a browser: no Chromium was found, neither by CHROMIUM_PATH nor PATH.\n');

function inBrowser(executable: string): void {
  let app: TestApp;
  let browser: Browser;
  let docs: DocsPage;

  beforeAll(async () => {
    app = await startTestApp();
    browser = await launchChromium(executable);
    docs = await DocsPage.open(browser, app.url);
  });

  afterEach(() => {
    expect(docs.origins()).toEqual([app.url]);
    docs.forgetComplaints();
  });

  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  it('offers every document by its title and shows all operations of each', async () => {
    const { body: documents } = await app.send<DocumentListing[]>('GET', '/openapi');

    expect(documents).toHaveLength(8);
    expect(await docs.titles()).toEqual(documents.map(({ title }) => title));
    for (const { name, title } of documents) {
      const { body } = await app.send<OpenAPIObject>('GET', `/openapi/${name}.json`);
      await docs.pick(title, body.info.title);
      const operations = Object.entries(body.paths).flatMap(([path, item]) =>
        Object.keys(item).map((verb) => `${verb.toUpperCase()} ${path}`),
      );

      expect((await docs.operations()).sort()).toEqual(operations.sort());
    }
    expect(docs.complaints).toEqual([]);
  });

  /** Executes, without a complaint of the browser. */
  async function tried(filling: Filling) {
    const shown = await docs.tryOut(filling);
    expect(docs.complaints).toEqual([]);
    return shown;
  }

  it('registers through Auth Service, by headers', async () => {
    await docs.pick('Auth Service');
    const shown = await tried({
      operation: 'default/registerPost',
      parameters: { username: 'ada.headers', password: PASSWORD, role: 'guest' },
    });

    expect(shown).toEqual({
      status: '201',
      body: { message: 'User registered successfully', clientId: TEXT, clientSecret: TEXT },
      documented: 'User registered successfully',
    });
  });

  it('signs in through Kleister, by a body', async () => {
    await openAccount(app, { name: 'ada.body' });
    await docs.pick('Kleister');
    const shown = await tried({
      operation: 'auth/LoginUser',
      body: { username: 'ada.body', password: PASSWORD },
    });

    expect(shown).toEqual({
      status: '200',
      body: { token: TEXT, expires_at: TIME },
      documented: 'A generated token with expire',
    });
  });

  it('signs up through Gravscale, by a body', async () => {
    await docs.pick('Gravscale');
    const shown = await tried({
      operation: 'Authentication/signUp',
      body: { email: 'ada.gravscale@example.com', password: PASSWORD },
    });

    expect(shown).toEqual({
      status: '201',
      body: { accountId: TEXT, email: 'ada.gravscale@example.com', nickname: 'ada.gravscale', picture: '' },
      documented: 'Successful Response',
    });
  });

  it('signs up through NAP, by a body', async () => {
    await docs.pick('NAP');
    const shown = await tried({
      operation: 'Auth/apiAuthSignupPost',
      body: {
        email: 'ada.nap@example.com',
        password: PASSWORD,
        confirmPassword: PASSWORD,
        firstName: 'Ada',
        lastName: 'Lovelace',
      },
    });

    expect(shown).toMatchObject({ status: '200', body: { userId: TEXT, message: TEXT } });
    expect(shown.documented).toBeDefined();
  });

  it('shows the account of a bearer token through Cadenza, once authorised', async () => {
    const email = 'ada.cadenza@example.com';
    const json = { email, password: PASSWORD };
    await app.send('POST', '/api/v3/auth/signup', { json });
    const login = await app.send<{ data: { accessToken: string } }>('POST', '/api/v3/auth/login', { json });
    const authorised = await DocsPage.open(browser, app.url);
    await authorised.pick('Cadenza');
    await authorised.authorize(login.body.data.accessToken);
    const shown = await authorised.tryOut({ operation: 'Authentication/authGetUser' });
    const { complaints } = authorised;
    await authorised.close();

    expect(shown).toMatchObject({
      status: '200',
      body: { success: true, errno: 0, error: null, data: { email, role: 'user' } },
      documented: 'Authentication user response',
    });
    expect(complaints).toEqual([]);
  });

  it('asks the host that the page was opened at, by whichever name', async () => {
    const url = app.url.replace('127.0.0.1', 'localhost');
    const elsewhere = await DocsPage.open(browser, url);
    for (const [title, operation, status] of [
      ['Cadenza', 'Authentication/authGetUser', '401'],
      ['NAP', 'Auth/apiAuthLogoutPost', '400'],
      ['Kleister', 'auth/RefreshAuth', '401'],
    ] as const) {
      await elsewhere.pick(title);
      expect(await elsewhere.tryOut({ operation })).toMatchObject({ status });
    }

    expect(elsewhere.origins()).toEqual([url]);
    await elsewhere.close();
  });

  it('shows each failure as the dialect tells it, and the headers that come with it', async () => {
    await docs.pick('Cadenza');
    const shown = await docs.documented({ operation: 'Authentication/authLogin', status: '429' });

    expect(shown.example).toMatchObject({ success: false, errno: -429, error: 'Too many requests', data: null });
    expect(shown.headers).toEqual(['RateLimit-Policy', 'RateLimit', 'Retry-After']);
  });

  it('shows the documented refusal to who is not authorised', async () => {
    await docs.pick('Gravscale');
    const shown = await docs.tryOut({ operation: 'Authentication/info' });

    expect(shown).toEqual({ status: '401', body: { detail: 'Not authenticated' }, documented: 'Not authenticated' });
  });
}
