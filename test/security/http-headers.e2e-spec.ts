import { RouteTable } from '#edge';
import { join } from '../dialects/cadenza/cadenza.requests.js';
import { exchange, type Reply } from '../support/exchange.js';
import { posted } from '../support/page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** Routes that hand out nothing but what everybody may know, and may say so to caches. */
const CACHEABLE = new Set(['/openapi/:file', '/docs/:asset', '/.well-known/jwks.json']);

/** Documents are for any page; see docs/adr/0021. */
const FOR_ANY_PAGE = new Set(['/openapi', '/openapi/:file']);

const ORIGIN = 'https://app.example.com';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ CORS_ORIGINS: `${ORIGIN}, http://localhost:5173`, PUBLIC_URL: 'https://id.example.com' });
});

afterAll(() => app.close());

const ask = (method: string, path: string, headers: Record<string, string> = {}, on = app): Promise<Reply> =>
  exchange(`${on.url}${path}`, method, { headers });

function routes() {
  const list = app.nest.get(RouteTable).list();
  return list.map(({ method, path }) => ({ method, path, address: path.replace(/:\w+/g, 'some') }));
}

describe('every route', () => {
  it('says to browsers what they may not do, and to caches to keep nothing', async () => {
    const found = routes();
    expect(found.length).toBeGreaterThan(40);
    for (const { method, path, address } of found) {
      const { headers } = await ask(method, address, { authorization: 'Bearer none' });
      const said = { method, path, ...headers };
      expect(said).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none';(?=.*frame-ancestors 'none')(?!.*unsafe)/,
        ),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      if (!CACHEABLE.has(path)) expect(said).toMatchObject({ 'cache-control': 'no-store' });
      expect(said).not.toHaveProperty('set-cookie');
      expect(said).not.toHaveProperty('x-powered-by');
    }
  });

  it('tells caches to keep nothing of a success that carries a token or an account', async () => {
    const { accessToken } = await join(app, 'cached@example.com');
    const authorization = `Bearer ${accessToken}`;
    for (const path of ['/api/v3/auth/user', '/dev/public-api/api/auth/info', '/account/v1/sessions']) {
      const { status, headers } = await ask('GET', path, { authorization });
      expect([path, status, headers['cache-control']]).toEqual([path, 200, 'no-store']);
    }
  });
});

describe('a page of an allowed origin', () => {
  it.each(oneRouteOfEach())('may ask before %s %s', async (method, path) => {
    const { status, headers, body } = await ask('OPTIONS', path, {
      origin: ORIGIN,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type',
    });
    expect({ status, body }).toEqual({ status: 204, body: '' });
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': expect.stringContaining(method),
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-max-age': '600',
      vary: expect.stringContaining('Origin'),
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each([
    ['/api/v3/auth/user', 401],
    ['/dev/public-api/api/auth/info', 401],
    ['/api/v1/nothing', 404],
  ])('may read the answer of %s, refusals as well', async (path, expected) => {
    const { status, headers } = await ask('GET', path, { origin: ORIGIN });
    expect(status).toBe(expected);
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      vary: expect.stringContaining('Origin'),
      'access-control-expose-headers':
        'ETag, RateLimit, RateLimit-Policy, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id',
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('gets 405 in the words of the API for an OPTIONS that is no preflight', async () => {
    const { status, headers, body } = await ask('OPTIONS', '/api/v3/auth/user', { origin: ORIGIN });
    expect({ status, body }).toMatchObject({ status: 405, body: { success: false, errno: -405 } });
    expect(headers.allow).toBe('GET, HEAD, PUT');
  });
});

describe('a page of any other origin', () => {
  it.each([
    'https://evil.example',
    'https://app.example.com.evil.example',
    'http://app.example.com',
    'https://app.example.com:8443',
    'null',
    '*',
  ])('is told nothing: %s', async (origin) => {
    const preflight = { origin, 'access-control-request-method': 'GET' };
    for (const reply of [
      await ask('GET', '/api/v3/auth/user', { origin }),
      await ask('OPTIONS', '/api/v3/auth/user', preflight),
    ]) {
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(reply.headers.vary).toContain('Origin');
    }
    expect((await ask('OPTIONS', '/api/v3/auth/user', preflight)).status).toBe(405);
  });

  it('may read nothing but the documents where no origin is allowed, and no answer differs by origin', async () => {
    const closed = await startTestApp();
    for (const { method, path, address } of routes()) {
      const { headers } = await ask(method, address, { origin: ORIGIN }, closed);
      const allowed = FOR_ANY_PAGE.has(path) && headers['access-control-allow-origin'] === '*';
      const told = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
      expect([method, path, allowed ? [] : told]).toEqual([method, path, []]);
    }
    await closed.close();
  });
});

describe('a form on a page that a mail leads to', () => {
  const PAGES = ['/account/verify-email', '/account/reset-password', '/account/invitation'];

  async function post(path: string, headers: Record<string, string>): Promise<{ status: number; title: string }> {
    const { raw, headers: type } = posted({
      token: 'A'.repeat(43),
      password: 'x'.repeat(9),
      passwordAgain: 'x'.repeat(9),
    });
    const reply = await exchange(`${app.url}${path}`, 'POST', {
      ...(raw !== undefined && { raw }),
      headers: { ...type, ...headers },
    });
    return { status: reply.status, title: /<h1>(.*?)<\/h1>/.exec(String(reply.body))?.[1] ?? '' };
  }

  it.each(
    PAGES.flatMap((path) =>
      [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' },
        { origin: 'https://evil.example' },
        { origin: ORIGIN },
      ].map((headers) => [path, headers] as const),
    ),
  )('is refused at %s when it is sent by another site: %j', async (path, headers) => {
    expect(await post(path, headers as Record<string, string>)).toEqual({
      status: 403,
      title: 'That was sent by another site',
    });
  });

  it.each([
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ origin: 'https://id.example.com' }],
    [{ origin: 'null' }],
    [{}],
  ])('is read when it is sent by our own page or by no browser: %j', async (headers) => {
    for (const path of PAGES) {
      expect(await post(path, headers as Record<string, string>)).toMatchObject({ status: 400 });
    }
  });

  it('is read when it is sent by the page at whatever address the service was asked', async () => {
    for (const path of PAGES) expect(await post(path, { origin: app.url })).toMatchObject({ status: 400 });
  });
});

/** One operation of each dialect. */
function oneRouteOfEach(): [string, string][] {
  return [
    ['POST', '/auth/register'],
    ['POST', '/api/v1/auth/login'],
    ['POST', '/dev/public-api/api/auth/sign-in'],
    ['PUT', '/api/v3/auth/user'],
    ['POST', '/api/auth/login'],
    ['DELETE', '/account/v1/sessions'],
  ];
}
