import { startTestApp, type TestApp } from '../../support/test-app.js';

interface Operation {
  readonly operationId: string;
  readonly tags?: string[];
  readonly requestBody?: unknown;
  readonly parameters: { readonly name: string; readonly in: string; readonly required: boolean; schema: object }[];
  readonly responses: Record<string, { readonly description: string; readonly content: object }>;
}

interface Document {
  readonly servers: unknown[];
  readonly paths: Record<string, Record<string, Operation>>;
}

const content = (model: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${model}` } } });

describe('GET /openapi/authservice.json', () => {
  let app: TestApp;
  let document: Document;

  beforeAll(async () => {
    app = await startTestApp();
    document = (await app.send<Document>('GET', '/openapi/authservice.json')).body;
  });

  afterAll(() => app.close());

  it('has its base path as server and four operations below it', () => {
    expect(document.servers).toEqual([{ url: '/auth' }]);
    expect(Object.keys(document.paths).sort()).toEqual([
      '/client',
      '/login/client',
      '/regenerate-client-credentials',
      '/register',
    ]);
  });

  it.each([
    ['/register', 'post', 'registerPost', ['username', 'password', 'role']],
    ['/login/client', 'post', 'loginClientPost', ['clientId', 'clientSecret']],
    ['/client', 'get', 'clientGet', ['username', 'password']],
    ['/regenerate-client-credentials', 'post', 'regenerateClientCredentialsPost', ['username', 'password']],
  ])('takes for %s required headers, in their order, and no body', (path, method, operationId, names) => {
    const operation = document.paths[path]?.[method];

    expect(operation).toMatchObject({ operationId });
    expect(operation?.tags).toBeUndefined();
    expect(operation?.requestBody).toBeUndefined();
    expect(operation?.parameters).toMatchObject(names.map((name) => ({ name, in: 'header', required: true })));
  });

  it('lists the roles, and the one by default', () => {
    expect(document.paths['/register']?.post?.parameters[2]?.schema).toEqual({
      type: 'string',
      enum: ['user', 'admin', 'moderator', 'guest', 'superadmin'],
      default: 'user',
    });
  });

  it.each([
    ['/register', 'post', 201, 'RegisterPost201Response', 400, 'RegisterPost400Response'],
    ['/login/client', 'post', 200, 'LoginClientPost200Response', 401, 'LoginClientPost401Response'],
    ['/client', 'get', 200, 'ClientGet200Response', 401, 'ClientGet401Response'],
    [
      '/regenerate-client-credentials',
      'post',
      200,
      'RegenerateClientCredentialsPost200Response',
      401,
      'ClientGet401Response',
    ],
  ])('answers %s with its documented models', (path, method, success, model, failure, failureModel) => {
    expect(document.paths[path]?.[method]?.responses).toMatchObject({
      [success]: { content: content(model) },
      [failure]: { content: content(failureModel) },
      500: { description: 'Internal server error', content: content('RegisterPost500Response') },
    });
  });
});
