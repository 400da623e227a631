import type { OpenAPIObject } from '@nestjs/swagger';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('GET /openapi/all.json', () => {
  let app: TestApp;
  let everything: OpenAPIObject;
  let each: OpenAPIObject[];

  beforeAll(async () => {
    app = await startTestApp();
    const { body: listings } = await app.send<{ name: string; json: string }[]>('GET', '/openapi');
    const fetch = async (path: string) => (await app.send<OpenAPIObject>('GET', path)).body;
    everything = await fetch('/openapi/all.json');
    each = await Promise.all(listings.filter(({ name }) => name !== 'all').map(({ json }) => fetch(json)));
  });

  afterAll(() => app.close());

  it('has every operation of every dialect, at its full path', () => {
    const operations = each.flatMap(({ servers, paths }) => {
      const base = (servers?.[0]?.url ?? '').replace(/\/$/, '');
      return Object.entries(paths).map(([path, item]) => [base + path, item] as const);
    });

    expect(everything.paths).toEqual(Object.fromEntries(operations));
    expect(everything.servers).toEqual([{ url: '/' }]);
  });

  it.each(['schemas', 'securitySchemes'] as const)('has the %s of all, none of which two dialects share', (kind) => {
    const all = each.flatMap(({ components }) => Object.entries(components?.[kind] ?? {}));

    expect(Object.keys(everything.components?.[kind] ?? {})).toHaveLength(all.length);
    expect(everything.components?.[kind]).toEqual(Object.fromEntries(all));
  });
});
