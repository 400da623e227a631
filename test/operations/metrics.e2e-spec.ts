import { answerOf } from '../support/answer.js';
import { cadenzaClient } from '../support/clients/cadenza.client.js';
import { kleisterClient } from '../support/clients/kleister.client.js';
import type { Reply } from '../support/http.js';
import { startTestApp } from '../support/test-app.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://id.example.com',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  BCRYPT_COST: '10',
};

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Infinity];

/** The value of a sample, by its name and labels as they stand in the text. */
function sample({ body }: Reply<string>, name: string): number | undefined {
  const line = body.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

describe('GET /metrics', () => {
  let metrics: Reply<string>;
  let accessToken: string;

  /** After somebody has signed up, failed to sign in, been in and out again, and got lost. */
  beforeAll(async () => {
    const app = await startTestApp();
    const cadenza = cadenzaClient(app.url);
    await cadenza.signUp?.(ADA);
    await cadenza.trySignIn({ ...ADA, password: 'wrong' });
    const tokens = await cadenza.signIn(ADA);
    await cadenza.tryRefresh?.(tokens);
    await cadenza.end?.(tokens);
    ({ accessToken } = await kleisterClient(app.url).signIn(ADA));
    await app.send('GET', `/api/v1/auth/verify/${accessToken}`);
    await app.send('GET', '/nowhere/at/all');
    metrics = await app.send<string>('GET', '/metrics');
    await app.close();
  });

  it('counts requests by dialect, operation and status, with their durations', () => {
    const count = (labels: string) => sample(metrics, `rosetta_http_request_duration_seconds_count{${labels}}`);

    expect(metrics.status).toBe(200);
    expect(metrics.headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(count('dialect="cadenza",operation="POST /api/v3/auth/signup",status="200"')).toBe(1);
    expect(count('dialect="cadenza",operation="POST /api/v3/auth/login",status="401"')).toBe(1);
    expect(count('dialect="kleister",operation="GET /api/v1/auth/verify/:token",status="200"')).toBe(1);
    expect(count('dialect="none",operation="none",status="404"')).toBe(1);
    const verified = 'dialect="kleister",operation="GET /api/v1/auth/verify/:token",status="200"';
    const verifying = (suffix: string, le = '') =>
      sample(metrics, `rosetta_http_request_duration_seconds_${suffix}{${le}${verified}}`);
    const upTo = BUCKETS.map(
      (bound) => verifying('bucket', `le="${bound === Infinity ? '+Inf' : bound}",`) ?? Number.NaN,
    );
    expect(upTo).toEqual([...upTo].sort((one, other) => one - other));
    expect(upTo.at(-1)).toBe(1);
    expect(verifying('sum')).toBeGreaterThan(BUCKETS[upTo.indexOf(1) - 1] ?? 0);
    expect(verifying('sum')).toBeLessThanOrEqual(BUCKETS[upTo.indexOf(1)] ?? Number.NaN);
    expect(metrics.body).not.toContain(accessToken);
  });

  it('counts sessions, refusals and mails by what became of them', () => {
    expect({
      opened: sample(metrics, 'rosetta_sessions_opened_total{origin="cadenza",credential="password"}'),
      refused: sample(metrics, 'rosetta_sign_ins_refused_total{origin="cadenza",credential="password"}'),
      refreshed: sample(metrics, 'rosetta_sessions_refreshed_total{origin="cadenza"}'),
      ended: sample(metrics, 'rosetta_sessions_ended_total{reason="logout"}'),
      queued: sample(metrics, 'rosetta_mails_total{outcome="queued"}'),
    }).toEqual({ opened: 1, refused: 1, refreshed: 1, ended: 1, queued: 1 });
  });

  it('shows how busy password hashing and the event loop are', () => {
    expect(sample(metrics, 'rosetta_hash_queue_length')).toBe(0);
    expect(sample(metrics, 'rosetta_hash_wait_seconds_count')).toBeGreaterThanOrEqual(1);
    expect(sample(metrics, 'nodejs_eventloop_lag_seconds')).toEqual(expect.any(Number));
    expect(sample(metrics, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('is not there in production, unless a token is configured', async () => {
    const app = await startTestApp(PRODUCTION);

    expect(answerOf(await app.send('GET', '/metrics'))).toMatchObject({ status: 404, body: { code: 'route_unknown' } });
    await app.close();
  });

  it('asks for the token that is configured', async () => {
    const app = await startTestApp({ ...PRODUCTION, METRICS_TOKEN: 'scrape-me-if-you-can' });
    const ask = async (authorization?: string) =>
      (await app.send('GET', '/metrics', { headers: { ...(authorization !== undefined && { authorization }) } }))
        .status;

    expect(await ask()).toBe(401);
    expect(await ask('Bearer scrape-me-if-you-cannot')).toBe(401);
    expect(await ask('Bearer scrape-me-if-you-can')).toBe(200);
    await app.close();
  });
});
