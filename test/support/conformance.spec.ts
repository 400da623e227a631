import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DIALECT_LIST } from '../../apps/identity/src/dialects/index.js';
import { publishedBy, UndocumentedAnswer } from './conformance.js';
import { send } from './http.js';
import type { OpenApiDocument, Operation } from './published-document.js';
import { startTestApp, type TestApp } from './test-app.js';

const content = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });

const SHOW: Operation = {
  operationId: 'ShowShip',
  responses: {
    200: { content: content('Ship'), headers: { 'x-decks': { required: true, schema: { type: 'integer' } } } },
    204: {},
    '4XX': { content: content('GeneralError') },
  },
};

const DOCUMENT: OpenApiDocument = {
  servers: [{ url: '/harbour' }],
  paths: { '/ships/{id}': { get: SHOW }, '/ships/best': { get: { ...SHOW, responses: { 200: {} } } } },
  components: {
    schemas: {
      Ship: {
        type: 'object',
        properties: {
          name: { type: 'string', example: 'Argo' },
          launched: { type: 'string', format: 'date-time', nullable: true },
          captain: { allOf: [{ $ref: '#/components/schemas/Person' }] },
          cargo: { type: 'object', additionalProperties: true },
        },
        required: ['name', 'launched'],
      },
      Person: { type: 'object', properties: { age: { type: 'integer' } } },
      GeneralError: {
        type: 'object',
        properties: { status: { type: 'integer' }, message: { type: 'string' } },
        required: ['status', 'message'],
      },
    },
  },
};

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A service that publishes the document above and answers everything else as it is told. */
class Doctored {
  isGone = false;
  private next: Answer = {};

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Doctored> {
    const server = createServer((request, response) => {
      if (doctored.isGone) return void request.destroy();
      const { status = 200, headers = {}, body } = doctored.answerTo(request.url ?? '');
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
    const doctored = new Doctored(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return doctored;
  }

  ask(path: string, answer: Answer, method = 'GET') {
    this.next = answer;
    const { port } = this.server.address() as AddressInfo;
    return send(`http://127.0.0.1:${port}`, method, path);
  }

  async close(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }

  private answerTo(url: string): Answer {
    if (url === '/openapi')
      return {
        body: [
          { name: 'kleister', basePath: '/harbour' },
          { name: 'all', basePath: '/' },
        ],
      };
    return url === '/openapi/kleister.json' ? { body: DOCUMENT } : this.next;
  }
}

const ARGO = { name: 'Argo', launched: '2030-01-01T12:00:00.000Z' };
const DECKS = { 'x-decks': '3' };
const GONE = { status: 404, message: 'There is nothing at this address' };

describe('an answer held against the published documents', () => {
  let service: Doctored;

  beforeAll(async () => {
    service = await Doctored.start();
  });

  afterAll(() => service.close());

  it.each<[string, string, string, Answer]>([
    ['as its operation describes it', 'GET', '/harbour/ships/1', { headers: DECKS, body: ARGO }],
    [
      'with nothing in what may be null',
      'GET',
      '/harbour/ships/1',
      { headers: DECKS, body: { ...ARGO, launched: null } },
    ],
    [
      'with anything in what is open',
      'GET',
      '/harbour/ships/1',
      { headers: DECKS, body: { ...ARGO, cargo: { oil: 1 } } },
    ],
    ['to a query and a trailing slash', 'GET', '/harbour/ships/1/?x=1', { headers: DECKS, body: ARGO }],
    ['of a status within a listed range', 'GET', '/harbour/ships/1', { status: 404, body: GONE }],
    ['without a body where none is described', 'GET', '/harbour/ships/1', { status: 204 }],
    ['by the narrower of two operations', 'GET', '/harbour/ships/best', {}],
    ['without its body to a HEAD', 'HEAD', '/harbour/ships/1', { headers: DECKS }],
    ['where no operation is, in the envelope', 'GET', '/harbour/nothing', { status: 404, body: GONE }],
    ['to another method, in the envelope', 'POST', '/harbour/ships/1', { status: 405, body: { ...GONE, status: 405 } }],
    [
      'to what is not read, in the envelope',
      'GET',
      '/harbour/ships/1',
      { status: 431, body: { ...GONE, status: 431 } },
    ],
    ['outside of all dialects', 'GET', '/harbours', { status: 418, body: 'anything' }],
  ])('passes %s', async (_, method, path, answer) => {
    await expect(service.ask(path, answer, method)).resolves.toMatchObject({ status: answer.status ?? 200 });
  });

  it.each<[string, string, string, Answer, string]>([
    [
      'a status that is not listed',
      'GET',
      '/harbour/ships/1',
      { status: 500, body: GONE },
      'the status is not listed; listed are 200, 204, 4XX',
    ],
    [
      'a missing property',
      'GET',
      '/harbour/ships/1',
      { headers: DECKS, body: { name: 'Argo' } },
      "body must have required property 'launched'",
    ],
    [
      'another type',
      'GET',
      '/harbour/ships/1',
      { headers: DECKS, body: { ...ARGO, name: 7 } },
      'body/name must be string',
    ],
    [
      'another format',
      'GET',
      '/harbour/ships/1',
      { headers: DECKS, body: { ...ARGO, launched: '1 May' } },
      'body/launched must match format "date-time"',
    ],
    [
      'a property that is not mentioned',
      'GET',
      '/harbour/ships/1',
      { headers: DECKS, body: { ...ARGO, captain: { pin: 1 } } },
      'body/captain must NOT have additional properties (pin)',
    ],
    [
      'a body of another type',
      'GET',
      '/harbour/ships/1',
      { headers: { ...DECKS, 'content-type': 'text/plain' }, body: ARGO },
      'the content type is text/plain; listed are application/json',
    ],
    ['an empty body', 'GET', '/harbour/ships/1', { headers: DECKS }, 'body must be object'],
    [
      'a body where none is described',
      'GET',
      '/harbour/ships/best',
      { body: ARGO },
      'no body is documented, but one was sent',
    ],
    ['a missing header', 'GET', '/harbour/ships/1', { body: ARGO }, 'the header x-decks is missing'],
    [
      'a wrong header',
      'GET',
      '/harbour/ships/1',
      { headers: { 'x-decks': 'many' }, body: ARGO },
      'the header x-decks must be integer',
    ],
    [
      'a success where no operation is',
      'POST',
      '/harbour/ships/1',
      { body: {} },
      'no operation is documented there, so only 400, 404, 405, 408, 413, 417, 431 may be answered',
    ],
    [
      "somebody else's envelope",
      'GET',
      '/harbour/nothing',
      { status: 404, body: { detail: 'Not Found' } },
      "body must have required property 'status'",
    ],
  ])('refuses %s', async (_, method, path, answer, fault) => {
    const asking = service.ask(path, answer, method);

    await expect(asking).rejects.toThrow(UndocumentedAnswer);
    await expect(asking).rejects.toMatchObject({ faults: expect.arrayContaining([fault]) });
  });

  it('is held against them as soon as they can be had', async () => {
    const restarting = await Doctored.start();
    await restarting.ask('/elsewhere', {});
    restarting.isGone = true;
    const path = '/harbour/ships/1';
    await expect(restarting.ask(path, {})).rejects.toMatchObject({ code: 'ECONNRESET' });
    restarting.isGone = false;

    await expect(restarting.ask(path, { headers: DECKS, body: ARGO })).resolves.toMatchObject({ status: 200 });
    await expect(restarting.ask(path, { status: 500, body: GONE })).rejects.toThrow(UndocumentedAnswer);
    await restarting.close();
  });

  it('says what was asked, of which operation, what was answered and what is wrong about it', async () => {
    await expect(service.ask('/harbour/ships/1', { status: 500, body: GONE })).rejects.toThrow(
      [
        'Undocumented answer to GET /harbour/ships/1 (kleister, ShowShip) with 500:',
        '  the status is not listed; listed are 200, 204, 4XX',
        '  received: {"status":404,"message":"There is nothing at this address"}',
      ].join('\n'),
    );
  });
});

describe('the documents of the service', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  it('cover just the territories of the dialects, and that of the account', async () => {
    const covered = (await (await publishedBy(app.url)).all()).map(({ name, territory }) => ({ name, territory }));

    const dialects = DIALECT_LIST.map(({ name, territory }) => ({ name, territory }));
    expect(covered).toEqual([
      ...dialects,
      { name: 'account', territory: '/account/v1' },
      { name: 'admin', territory: '/admin/v1' },
    ]);
  });

  it.each(DIALECT_LIST)('have an envelope for what is nowhere in $name', async ({ territory }) => {
    expect(await app.send('GET', `${territory}/nowhere`)).toMatchObject({ status: 404 });
    expect(await app.send('GET', `${territory}/%zz`)).toMatchObject({ status: 400 });
    expect(await app.send('POST', `${territory}/nowhere`, { raw: 'x'.repeat(70_000) })).toMatchObject({ status: 413 });
    expect(await app.send('GET', territory, { headers: { x: 'x'.repeat(40_000) } })).toMatchObject({ status: 431 });
  });
});
