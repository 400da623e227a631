import type { OpenAPIObject } from '@nestjs/swagger';
import { administration } from '../../apps/identity/src/administration/index.js';
import { DIALECT_LIST } from '../../apps/identity/src/dialects/index.js';
import { selfService } from '../../apps/identity/src/self-service/index.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const operationsOf = (item: PathItem) => Object.values(item) as Operation[];

const PARTS = [...DIALECT_LIST, selfService, administration];

const ownerOf = (path: string) => PARTS.find(({ territory }) => path.startsWith(`${territory}/`))?.name;

function ungrouped(item: PathItem): object {
  const entries = Object.entries(item) as [string, Operation][];
  return Object.fromEntries(entries.map(([verb, operation]) => [verb, { ...operation, tags: undefined }]));
}

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

  it('has every operation of every part, at its full path, as its own document has it but for the group', () => {
    const operations = each.flatMap(({ servers, paths }) => {
      const base = servers?.[0]?.url ?? '';
      return Object.entries(paths).map(([path, item]) => [base + path, ungrouped(item)] as const);
    });
    const described = Object.entries(everything.paths).map(([path, item]) => [path, ungrouped(item)] as const);

    expect(Object.fromEntries(described)).toEqual(Object.fromEntries(operations));
    expect(everything).not.toHaveProperty('servers');
  });

  it('has the operations of each part in groups of its own, which say whose they are', () => {
    const groups = Object.entries(everything.paths).flatMap(([path, item]) =>
      operationsOf(item).flatMap(({ tags = [] }) => tags.map((tag) => ({ tag, owner: ownerOf(path) }))),
    );

    expect(Object.fromEntries(groups.map(({ tag, owner }) => [tag, owner]))).toEqual({
      'Auth Service': 'authservice',
      'Kleister: auth': 'kleister',
      'Gravscale: Authentication': 'gravscale',
      'Cadenza: Authentication': 'cadenza',
      'NAP: Auth': 'nap',
      'NAP: Flow': 'nap',
      'Account: Sessions': 'account',
      'Administration: Accounts': 'admin',
      'Administration: Organizations': 'admin',
      'Administration: Members': 'admin',
      'Administration: Domains': 'admin',
      'Administration: Invitations': 'admin',
      'Administration: Audit events': 'admin',
      'Administration: Sessions': 'admin',
      'Administration: Clients': 'admin',
      'Administration: Signing keys': 'admin',
      'Administration: API keys': 'admin',
      'Administration: Overview': 'admin',
      'Administration: Limits': 'admin',
      'Administration: Policy': 'admin',
    });
    expect(new Set(groups.map(({ tag, owner }) => `${tag} ${owner}`)).size).toBe(20);
    expect(everything.tags?.map(({ name }) => name)).toEqual([...new Set(groups.map(({ tag }) => tag))]);
  });

  it.each(['schemas', 'securitySchemes'] as const)('has the %s of all, none of which two parts share', (kind) => {
    const all = each.flatMap(({ components }) => Object.entries(components?.[kind] ?? {}));

    expect(Object.keys(everything.components?.[kind] ?? {})).toHaveLength(all.length);
    expect(everything.components?.[kind]).toEqual(Object.fromEntries(all));
  });
});
