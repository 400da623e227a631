import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { Clock, secondsAfter } from '#platform/clock';
import { ConfigurationModule } from '#platform/config';
import { KeyRing, Sealer } from '#platform/crypto';
import { Database, DatabaseModule, databaseSection } from '#platform/database';
import { Ids, Random } from '#platform/random';
import { Sweeps } from '#platform/sweeping';
import { Bell } from './bell.js';
import type { Mail, OutgoingMail } from './index.js';
import {
  Mailbox,
  MailDeliveryError,
  MailDeliveryModule,
  MailModule,
  mailSection,
  MailTransport,
  Outbox,
  OutboxMessage,
} from './index.js';
import { OutboxTable } from './outbox-table.js';
import { OutboxWorker } from './outbox-worker.js';

const TABLE = `CREATE TABLE outbox_messages (
  id varchar(36) PRIMARY KEY, sealed text, status varchar(16) NOT NULL, attempts integer NOT NULL,
  due_at bigint NOT NULL, leased_until bigint, created_at bigint NOT NULL, settled_at bigint, last_failure text
)`;

/** Whoever waits for so long is called, or comes too late for any test. */
const TOO_LONG_MS = 600_000;

class HeldClock extends Clock {
  private moment = new Date('2030-01-01T00:00:00Z');

  override now(): Date {
    return this.moment;
  }

  advance(seconds: number): void {
    this.moment = secondsAfter(this.moment, seconds);
  }
}

class FakeTransport extends MailTransport {
  readonly sent: OutgoingMail[] = [];
  fault: Error | undefined;
  begun: () => void = () => undefined;
  gate: Promise<unknown> = Promise.resolve();

  override async send(mail: OutgoingMail): Promise<void> {
    this.begun();
    await this.gate;
    if (this.fault) throw this.fault;
    this.sent.push(mail);
  }
}

function mailTo(to: string): Mail {
  const link = 'https://id.example/account/verify-email?token=s3cret';
  return { to, subject: 'Welcome', text: `Open ${link}`, html: `<a href="${link}">Open</a>`, links: [link] };
}

const MAIL = mailTo('ada@example.com');

let directory: string;
let clock: HeldClock;
let transport: FakeTransport;
let app: TestingModule;
let logged: string[];

async function build(smtpUrl: string | undefined): Promise<void> {
  const sealer = new Sealer(new KeyRing(Buffer.alloc(32, 7)), new Random());
  const ground = [{ provide: Clock, useValue: clock }, { provide: Sealer, useValue: sealer }, Random, Ids, Sweeps];
  const from = 'Rosetta <no-reply@id.example>';
  const note = (line: unknown) => logged.push(String(line));
  const configuration = new Map<symbol, unknown>([
    [databaseSection.token, { sqliteFile: join(directory, 'test.db'), poolSize: 1 }],
    [mailSection.token, { smtpUrl, from, retentionSeconds: 2_592_000, mailboxEnabled: !smtpUrl }],
  ]);
  app = await Test.createTestingModule({
    imports: [
      ConfigurationModule.with(configuration),
      DatabaseModule.with({ entities: [OutboxMessage], migrations: [] }),
      { module: class Ground {}, global: true, providers: ground, exports: ground },
      MailModule,
      MailDeliveryModule,
    ],
  })
    .overrideProvider(MailTransport)
    .useValue(transport)
    .setLogger({ log: () => undefined, warn: note, error: note })
    .compile();
  const database = app.get(Database);
  await database.transaction(() => database.manager.query(TABLE));
}

function rows(): Promise<OutboxMessage[]> {
  return app.get(Database).repository(OutboxMessage).findBy({});
}

async function onlyRow(): Promise<OutboxMessage> {
  const [row, ...others] = await rows();
  if (!row || others.length > 0) throw new Error('expected exactly one row');
  return row;
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rosetta-outbox-'));
  clock = new HeldClock();
  transport = new FakeTransport();
  logged = [];
});

afterEach(async () => {
  await app.close();
  rmSync(directory, { recursive: true });
});

describe('a mail handed in where a mail server is configured', () => {
  let outbox: Outbox;
  let worker: OutboxWorker;

  beforeEach(async () => {
    await build('smtp://mail.example');
    outbox = app.get(Outbox);
    worker = app.get(OutboxWorker);
  });

  it('is sent once, sealed until then, and emptied after', async () => {
    await outbox.enqueue(MAIL);
    const queued = await onlyRow();
    expect(queued).toMatchObject({ status: 'queued', attempts: 0, settledAt: null, createdAt: clock.now() });
    expect(queued.sealed).toMatch(/^v1\.[\w-]+$/);

    await worker.sendDue();
    await worker.sendDue();

    expect(transport.sent).toEqual([{ ...MAIL, id: queued.id }]);
    const settled = { status: 'sent', sealed: null, attempts: 1, leasedUntil: null, settledAt: clock.now() };
    expect(await onlyRow()).toMatchObject(settled);
  });

  it('is never sent when its transaction is undone', async () => {
    const undone = app.get(Database).transaction(async () => {
      await outbox.enqueue(MAIL);
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await worker.sendDue();
    expect(transport.sent).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it('is tried again after a failure under the same id, later each time and never before', async () => {
    transport.fault = new Error('connection refused');
    await outbox.enqueue(MAIL);
    await worker.sendDue();
    const failed = await onlyRow();
    expect(failed).toMatchObject({ status: 'queued', lastFailure: 'connection refused', leasedUntil: null });
    expect(failed.dueAt).toEqual(secondsAfter(clock.now(), 5));
    expect(logged).toEqual([`Mail ${failed.id} was not sent at attempt 1: connection refused; next attempt in 5 s`]);

    clock.advance(5);
    await worker.sendDue();
    expect((await onlyRow()).dueAt).toEqual(secondsAfter(clock.now(), 10));

    transport.fault = undefined;
    clock.advance(9);
    await worker.sendDue();
    expect(transport.sent).toEqual([]);
    clock.advance(1);
    await worker.sendDue();
    expect(transport.sent).toEqual([{ ...MAIL, id: failed.id }]);
  });

  it('is given up after twenty attempts, at most ten minutes apart, and emptied', async () => {
    transport.fault = new Error('connection refused');
    await outbox.enqueue(MAIL);
    for (let attempt = 1; attempt <= 20; attempt++) {
      await worker.sendDue();
      clock.advance(600);
    }
    expect(await onlyRow()).toMatchObject({ status: 'failed', attempts: 20, sealed: null });
    await worker.sendDue();
    expect(await onlyRow()).toMatchObject({ attempts: 20 });
  });

  it('is given up at once when the refusal is final', async () => {
    transport.fault = new MailDeliveryError('no such person', true);
    await outbox.enqueue(MAIL);
    await worker.sendDue();
    expect(await onlyRow()).toMatchObject({ status: 'failed', sealed: null, lastFailure: 'no such person' });
  });

  it('is sent by one of two workers that compete', async () => {
    const rival = new OutboxWorker(app.get(OutboxTable), transport, new Bell(), app.get(mailSection.token));
    const people = ['ada@example.com', 'bea@example.com', 'cleo@example.com'];
    for (const person of people) await outbox.enqueue(mailTo(person));
    await Promise.all([worker.sendDue(), rival.sendDue()]);
    expect(transport.sent.map((mail) => mail.to).sort()).toEqual(people);
    expect((await rows()).map((row) => [row.status, row.attempts])).toEqual(people.map(() => ['sent', 1]));
  });

  it('is sent by another worker once the one that took it is past its lease, whose late word is not heard', async () => {
    await outbox.enqueue(MAIL);
    const lost = await app.get(OutboxTable).claimNext(180);
    if (!lost) throw new Error('expected a claim');
    clock.advance(179);
    await worker.sendDue();
    expect(transport.sent).toEqual([]);
    clock.advance(1);
    await worker.sendDue();
    expect(transport.sent).toHaveLength(1);
    await app.get(OutboxTable).giveUp(lost, 'too late');
    expect(await onlyRow()).toMatchObject({ status: 'sent', lastFailure: null });
  });

  it('is sent as soon as it is committed, and finished before the application stops', async () => {
    const bell = app.get(Bell);
    const wait = bell.wait.bind(bell);
    jest.spyOn(bell, 'wait').mockImplementation(() => wait(TOO_LONG_MS));
    await app.init();
    let open: (() => void) | undefined;
    transport.gate = new Promise<void>((resolve) => (open = resolve));
    const begun = new Promise<void>((resolve) => (transport.begun = resolve));
    await outbox.enqueue(MAIL);
    await begun;

    const stopped = worker.beforeApplicationShutdown();
    open?.();
    await stopped;
    expect(await onlyRow()).toMatchObject({ status: 'sent' });
  });
});

describe('the developer mailbox', () => {
  it('lists what was handed in, newest first, and nothing of it is sent', async () => {
    await build(undefined);
    await app.init();
    const older = mailTo('ada@example.com');
    const newer = mailTo('bea@example.com');
    const handedInAt = clock.now();
    await app.get(Outbox).enqueue(older);
    clock.advance(1);
    await app.get(Outbox).enqueue(newer);
    await app.get(OutboxWorker).sendDue();

    const ids = (await rows()).map((row) => row.id);
    expect(await app.get(Mailbox).messages()).toEqual([
      { id: ids[1], ...newer, createdAt: clock.now() },
      { id: ids[0], ...older, createdAt: handedInAt },
    ]);
    expect(transport.sent).toEqual([]);
    expect((await rows()).map((row) => row.status)).toEqual(['mailbox', 'mailbox']);
  });

  it('is empty where a mail server is configured', async () => {
    await build('smtp://mail.example');
    await app.get(Outbox).enqueue(MAIL);
    expect(app.get(Mailbox).isEnabled).toBe(false);
    expect(await app.get(Mailbox).messages()).toEqual([]);
  });
});
