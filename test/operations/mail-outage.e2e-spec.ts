import { type AuditKind, AuditService } from '#core/audit';
import { Database } from '#platform/database';
import { MailCatcher } from '../support/mail-catcher.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { until } from '../support/until.js';

/** Every five minutes of the hour. */
const STEPS = 12;
const STEP_SECONDS = 300;
const PASSWORD = 'correct horse battery staple';

/** After an hour of failures the next attempt is that far away at most. */
const LONGEST_DELAY_SECONDS = 600;

describe('a mail server that is down for an hour', () => {
  let app: TestApp;
  let catcher: MailCatcher;
  let expected: string[];

  beforeAll(async () => {
    catcher = await MailCatcher.listen();
    app = await startTestApp({ SMTP_URL: catcher.url, LIMITS: 'lax' });
    expected = [];
  });

  afterAll(async () => {
    await app.close();
    catcher.close();
  });

  const post = async (path: string, json: object) => (await app.send('POST', `/api/v3/auth${path}`, { json })).status;

  /** Both are answered, and owe one mail each. */
  const joinAndForget = async (email: string): Promise<number[]> => {
    const statuses = [await post('/signup', { email, password: PASSWORD }), await post('/recover', { email })];
    expected.push(email, email);
    return statuses;
  };

  const queued = (condition: string): Promise<unknown[]> =>
    app.nest.get(Database).manager.query(`SELECT id FROM outbox_messages WHERE status = 'queued' AND ${condition}`);

  const allDueWereTried = () =>
    until(async () => (await queued(`due_at <= ${app.clock.now().getTime()}`)).length === 0, 'every mail was tried');

  const countOf = async (kind: AuditKind) => {
    const { events } = await app.nest.get(AuditService).find({ kind, limit: 500 });
    return new Set(events.map(({ details }) => details.mailId)).size;
  };

  const caught = () => catcher.caught.map(({ to }) => to).sort();

  it('fails no request, and gets each mail once when it is back', async () => {
    await catcher.goDown();
    for (let step = 0; step < STEPS; step++) {
      expect(await joinAndForget(`person-${step}@example.com`)).toEqual([200, 200]);
      await allDueWereTried();
      app.clock.advance(STEP_SECONDS);
    }
    expect(catcher.caught).toEqual([]);
    expect(await queued('last_failure IS NOT NULL')).toHaveLength(2 * STEPS);

    await catcher.comeBack();
    app.clock.advance(LONGEST_DELAY_SECONDS);
    expect(await joinAndForget('afterwards@example.com')).toEqual([200, 200]);
    await allDueWereTried();
    expect(caught()).toEqual(expected.sort());
    expect(new Set(catcher.caught.map(({ messageId }) => messageId)).size).toBe(expected.length);
    expect([await countOf('mail.sent'), await countOf('mail.failed')]).toEqual([expected.length, 0]);
  });

  it('gets none of them again, however long the service goes on', async () => {
    for (let hour = 0; hour < 3; hour++) {
      app.clock.advance(3600);
      expect(await joinAndForget(`hour-${hour}@example.com`)).toEqual([200, 200]);
      await allDueWereTried();
    }
    expect(caught()).toEqual(expected.sort());
  });
});
