import { DataSource } from 'typeorm';
import { schema } from '#core/schema';
import { dataSourceOptions } from '#platform/database';
import { MailDeliveryModule } from '#platform/mail';
import { type CaughtMail, MailCatcher } from '../support/mail-catcher.js';
import { startCore } from '../support/core-fixture.js';
import { configOf, createTestDatabase, type TestDatabase } from '../support/databases.js';
import { send } from '../support/http.js';
import { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';

const PEOPLE = 240;
const BEFORE_THE_DEATH = 60;
const LEASE_SECONDS = 180;

const addressOf = (index: number) => `person-${index}@example.com`;

/** Signs those people up, each of whom is sent one mail, through all of the processes at once. */
async function signUp(services: readonly ServiceProcess[], first: number, end: number): Promise<void> {
  for (let from = first; from < end; from += services.length) {
    const signUps = services.map(({ url }, offset) => {
      const json = { email: addressOf(from + offset), password: 'correct horse battery' };
      return send(url, 'POST', '/api/v3/auth/signup', { json });
    });
    expect((await Promise.all(signUps)).map(({ status }) => status)).toEqual(services.map(() => 200));
  }
}

describe('three processes that send the mails of one outbox', () => {
  let database: TestDatabase;
  let catchers: MailCatcher[];
  let services: ServiceProcess[];

  beforeAll(async () => {
    database = await createTestDatabase();
    catchers = [await MailCatcher.listen(), await MailCatcher.listen(), await MailCatcher.listen()];
    services = await Promise.all(catchers.map(({ url }) => ServiceProcess.start({ SMTP_URL: url }, { database })));
  });

  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    for (const catcher of catchers) catcher.close();
    await database.drop();
  });

  const caught = (): CaughtMail[] => catchers.flatMap((catcher) => catcher.caught);

  it('send each once, though one is killed in the middle, whose lease passes on', async () => {
    const [doomed] = services;
    // The mail server has read the mail and not taken it when its sender dies.
    const isSending = catchers[0]?.stallOnceTaken(3);
    await signUp(services, 0, BEFORE_THE_DEATH);
    await isSending;
    await doomed?.kill();
    await signUp(services.slice(1), BEFORE_THE_DEATH, PEOPLE);

    // On a machine that is slow enough, the lease passes on to one of the others meanwhile.
    await until(async () => (await unsent()).length <= 1, 'all mails but one are known to be sent');
    expect(new Set(caught().map(({ messageId }) => messageId)).size).toBe(caught().length);
    expect(catchers.map((catcher) => catcher.caught.length > 0)).toEqual([true, true, true]);

    await passTheLeaseOn();

    const addresses = Array.from({ length: PEOPLE }, (_, index) => addressOf(index));
    expect(
      caught()
        .map(({ to }) => to)
        .sort(),
    ).toEqual(addresses.sort());
    expect(new Set(caught().map(({ messageId }) => messageId)).size).toBe(PEOPLE);
  });

  /** As the processes have it: a mail server has a mail a moment before that is written down. */
  async function unsent(): Promise<unknown[]> {
    const source = await new DataSource(dataSourceOptions(configOf(database.environment), schema)).initialize();
    return source
      .query<unknown[]>("SELECT id FROM outbox_messages WHERE status <> 'sent'")
      .finally(() => source.destroy());
  }

  /** One process more, for which the lease is over already. */
  async function passTheLeaseOn(): Promise<void> {
    const catcher = await MailCatcher.listen();
    catchers.push(catcher);
    const environment = { SMTP_URL: catcher.url };
    const core = await startCore([MailDeliveryModule], {
      files: { ...database, drop: async () => undefined },
      environment,
    });
    core.clock.advance((Date.now() - core.clock.now().getTime()) / 1000 + LEASE_SECONDS);
    await until(async () => (await unsent()).length === 0, 'the last mail is sent');
    await core.close();
  }
});
