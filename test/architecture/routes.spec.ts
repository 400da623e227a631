import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccessTable, RouteTable } from '#edge';
import { DIALECT_LIST } from '../../apps/identity/src/dialects/index.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const DIALECTS = join(import.meta.dirname, '../../apps/identity/src/dialects');

/** The `VERB /path` of every row of the endpoint table in a dialect's README; `{name}` is a parameter. */
function documentedRoutes(dialect: string): string[] {
  const readme = readFileSync(join(DIALECTS, dialect, 'README.md'), 'utf8');
  return [...readme.matchAll(/^\|.*?`(GET|POST|PUT|DELETE|PATCH) (\/[^`?]*)[^`]*`.*\|$/gm)]
    .map(([, method = '', path = '']) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`)
    .sort();
}

describe('routes', () => {
  let app: TestApp;
  let routes: string[];

  beforeAll(async () => {
    app = await startTestApp();
    routes = app.nest
      .get(RouteTable)
      .list()
      .filter(({ method }) => method !== 'HEAD')
      .map(({ method, path }) => `${method} ${path}`);
  });
  afterAll(() => app.close());

  it('are claimed once each, parameters under whatever name', () => {
    const shapes = routes.map((route) => route.replace(/:\w+/g, ':'));

    expect(shapes.filter((shape, place) => shapes.indexOf(shape) !== place)).toEqual([]);
  });

  it.each(DIALECT_LIST.map(({ name, territory }) => ({ name, territory })))(
    'of $name are those that its README lists',
    ({ name, territory }) => {
      const real = routes.filter((route) => route.split(' ')[1]?.startsWith(`${territory}/`)).sort();

      expect(documentedRoutes(name)).toEqual(real);
    },
  );

  it('say each what credentials they take, and none is missing among those that do', () => {
    const marked = app.nest.get(AccessTable).list();

    expect(marked.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...routes].sort());
    expect(marked.filter(({ credentials }) => credentials === undefined)).toEqual([]);
  });

  it('make up the documented 25 operations, and one of ours that finishes a flow', () => {
    const count = (territory: string) =>
      routes.filter((route) => route.split(' ')[1]?.startsWith(`${territory}/`)).length;

    expect(Object.fromEntries(DIALECT_LIST.map(({ name, territory }) => [name, count(territory)]))).toEqual({
      authservice: 4,
      kleister: 3,
      gravscale: 4,
      cadenza: 7,
      nap: 8,
    });
  });
});
