import { startTestApp, type TestApp } from '../../support/test-app.js';

interface Operation {
  readonly operationId: string;
  readonly tags: string[];
  readonly security: unknown[];
  readonly parameters: { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Record<string, { readonly description: string; readonly content: object }>;
}

interface Document {
  readonly servers: unknown[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly securitySchemes: object; readonly schemas: Record<string, { required: string[] }> };
}

const content = (model: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${model}` } } });

describe('GET /openapi/kleister.json', () => {
  let app: TestApp;
  let document: Document;

  beforeAll(async () => {
    app = await startTestApp();
    document = (await app.send<Document>('GET', '/openapi/kleister.json')).body;
  });

  afterAll(() => app.close());

  it('has its base path as server and three operations below it', () => {
    expect(document.servers).toEqual([{ url: '/api/v1' }]);
    expect(Object.keys(document.paths)).toEqual(['/auth/login', '/auth/refresh', '/auth/verify/{token}']);
  });

  it.each([
    ['/auth/login', 'post', 'LoginUser', 'AuthToken', 'Unauthorized if wrong credentials'],
    ['/auth/refresh', 'get', 'RefreshAuth', 'AuthToken', 'Unauthorized if failed to generate'],
    ['/auth/verify/{token}', 'get', 'VerifyAuth', 'AuthVerify', 'Unauthorized if token is invalid'],
  ])('describes %s by its documented names', (path, method, operationId, model, unauthorized) => {
    const operation = document.paths[path]?.[method];

    expect(operation).toMatchObject({ operationId, tags: ['auth'], security: [] });
    expect(operation?.responses).toMatchObject({
      200: { content: content(model) },
      401: { description: unauthorized, content: content('GeneralError') },
      default: { description: 'Some error unrelated to the handler', content: content('GeneralError') },
    });
  });

  it('takes no parameter but the token to be verified', () => {
    const parameters = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map((one) => one.parameters),
    );

    expect(parameters).toEqual([[], [], [expect.objectContaining({ name: 'token', in: 'path', required: true })]]);
  });

  it('names its models and security schemes', () => {
    const required = Object.entries(document.components.schemas).map(([name, schema]) => [name, schema.required]);

    expect(Object.fromEntries(required)).toEqual({
      AuthLogin: ['username', 'password'],
      AuthToken: ['token', 'expires_at'],
      AuthVerify: ['username', 'created_at'],
      GeneralError: ['status', 'message'],
    });
    expect(document.components.securitySchemes).toEqual({
      BasicAuth: { type: 'http', scheme: 'basic' },
      HeaderAuth: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
    });
  });
});
