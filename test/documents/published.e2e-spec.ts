import { load } from 'js-yaml';
import { startTestApp, type TestApp } from '../support/test-app.js';

const NAMES = ['authservice', 'kleister', 'gravscale', 'cadenza', 'nap', 'account', 'admin', 'all'];

describe('the published documents', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  describe('GET /openapi', () => {
    it('lists each document with its title, its files and what its paths are relative to', async () => {
      const { status, headers, body } = await app.send<Record<string, string>[]>('GET', '/openapi');

      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': expect.stringContaining('application/json'),
        'access-control-allow-origin': '*',
      });
      expect(body.map(({ name }) => name)).toEqual(NAMES);
      expect(body).toContainEqual({
        name: 'kleister',
        title: 'Kleister',
        basePath: '/api/v1',
        json: '/openapi/kleister.json',
        yaml: '/openapi/kleister.yaml',
      });
    });
  });

  describe.each(NAMES)('GET /openapi/%s', (name) => {
    it('is the same document as JSON and as YAML', async () => {
      const json = await app.send('GET', `/openapi/${name}.json`);
      const yaml = await app.send<string>('GET', `/openapi/${name}.yaml`);

      expect(json).toMatchObject({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' } });
      expect(yaml).toMatchObject({ status: 200, headers: { 'content-type': 'application/yaml; charset=utf-8' } });
      expect(load(yaml.body)).toEqual(json.body);
      expect(json.body).toMatchObject({ openapi: '3.0.0' });
    });
  });

  it.each([
    ['authservice', [{ url: '/auth' }]],
    ['kleister', [{ url: '/api/v1' }]],
    ['gravscale', [{ url: '/dev/public-api' }]],
    ['cadenza', undefined],
    ['nap', undefined],
    ['account', [{ url: '/account/v1' }]],
    ['admin', [{ url: '/admin/v1' }]],
    ['all', undefined],
  ])('name no host, and end in no slash that would stand before that of a path: %s', async (name, servers) => {
    const { body } = await app.send<{ servers?: unknown }>('GET', `/openapi/${name}.json`);

    expect(body.servers).toEqual(servers);
  });

  describe.each(['json', 'yaml'])('GET /openapi/cadenza.%s', (format) => {
    const path = `/openapi/cadenza.${format}`;

    it('may be read by any page, which sees the ETag as well', async () => {
      const { headers } = await app.send('GET', path, { headers: { origin: 'https://elsewhere.example' } });

      expect(headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'ETag',
        'cache-control': 'no-cache',
        etag: expect.stringMatching(/^"[\w-]{43}"$/),
      });
    });

    it.each([
      ['the same', (etag: string) => etag],
      ['a weak one', (etag: string) => `W/${etag}`],
      ['one of several', (etag: string) => `"other", ${etag}`],
      ['any', () => '*'],
    ])('answers 304 without a body to an If-None-Match of %s', async (_, known) => {
      const { etag = '' } = (await app.send('GET', path)).headers;
      const reply = await app.send('GET', path, { headers: { 'if-none-match': known(String(etag)) } });

      expect(reply).toMatchObject({ status: 304, body: '', headers: { etag, 'access-control-allow-origin': '*' } });
    });

    it('answers in full to an If-None-Match of another', async () => {
      const { status, body } = await app.send('GET', path, { headers: { 'if-none-match': '"other"' } });

      expect(status).toBe(200);
      expect(body).not.toBe('');
    });

    it('has the same headers for a HEAD', async () => {
      const { etag } = (await app.send('GET', path)).headers;

      expect(await app.send('HEAD', path)).toMatchObject({ status: 200, headers: { etag } });
    });

    it('lets a page of another origin ask with If-None-Match', async () => {
      const headers = {
        origin: 'https://elsewhere.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'if-none-match',
      };
      const reply = await app.send('OPTIONS', path, { headers });

      expect(reply).toMatchObject({
        status: 204,
        headers: {
          'access-control-allow-origin': '*',
          'access-control-allow-methods': 'GET, HEAD',
          'access-control-allow-headers': 'If-None-Match',
        },
      });
    });
  });

  it('are the same for every service and every start, so that an ETag stays good', async () => {
    const other = await startTestApp();
    const etags = (at: TestApp) =>
      Promise.all(NAMES.map(async (name) => (await at.send('GET', `/openapi/${name}.json`)).headers.etag));

    expect(await etags(other)).toEqual(await etags(app));
    await other.close();
  });

  it.each(['nobody.json', 'cadenza', 'cadenza.xml', 'cadenza.json.yaml', '.json', '__proto__.json', '..%2Fall.json'])(
    'are none of the name %s',
    async (file) => {
      expect(await app.send('GET', `/openapi/${file}`)).toMatchObject({ status: 404 });
    },
  );
});
