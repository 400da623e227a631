import { cadenzaClient } from '../support/clients/cadenza.client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { TraceCollector } from '../support/trace-collector.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number };
}

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

describe('traces', () => {
  let collector: TraceCollector;
  let app: TestApp;

  beforeAll(async () => {
    collector = await TraceCollector.start();
    app = await startTestApp({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'identity' });
  });
  afterAll(() => collector.stop());

  it('sends one span for each request to the collector before it stops, and no token with it', async () => {
    const cadenza = cadenzaClient(app.url);
    await app.send('POST', '/api/v3/auth/signup', { json: ADA });
    const { accessToken } = await cadenza.signIn(ADA);
    const { headers } = await app.send('GET', `/api/v1/auth/verify/${accessToken}`, {
      headers: { traceparent: `00-${TRACE}-${PARENT}-01` },
    });
    await app.close();

    const { received } = collector;
    const sent = received.map(({ body }) => JSON.parse(body) as Export).flatMap(({ resourceSpans }) => resourceSpans);
    const spans = sent.flatMap(({ scopeSpans }) => scopeSpans).flatMap((scope) => scope.spans);
    const verified = spans.find(({ name }) => name === 'GET /api/v1/auth/verify/:token');

    expect(received.map(({ path }) => path)).toEqual(received.map(() => '/v1/traces'));
    expect(sent[0]?.resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'identity' } });
    expect(spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['POST /api/v3/auth/signup', 'POST /api/v3/auth/login']),
    );
    expect(verified).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
    expect(valuesOf(verified)).toEqual({
      'http.request.method': 'GET',
      'http.route': '/api/v1/auth/verify/:token',
      'http.response.status_code': 200,
      'rosetta.request_id': headers['x-request-id'],
    });
    expect(received.map(({ body }) => body).join('')).not.toContain(accessToken);
  });
});

function valuesOf(span: SentSpan | undefined): Readonly<Record<string, unknown>> {
  const pairs = span?.attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]) ?? [];
  return Object.fromEntries(pairs) as Readonly<Record<string, unknown>>;
}
