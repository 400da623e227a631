import { jest } from '@jest/globals';
import { CursorInvalid } from '#core/paging';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { ENGINES } from '../../../../test/support/databases.js';
import {
  type AuditKind,
  AuditModule,
  AuditRetention,
  AuditRetentionModule,
  AuditService,
  type AuditVerdict,
} from './index.js';

const ADA = '0197a000-0000-7000-8000-00000000000a';
const BOB = '0197a000-0000-7000-8000-00000000000b';
const ACME = '0197a000-0000-7000-8000-0000000000aa';
const WHOLE = { isWhole: true };

let core: Core;
let audit: AuditService;

beforeEach(async () => {
  core = await startCore([AuditModule, AuditRetentionModule], { environment: { AUDIT_RETENTION: '30d' } });
  audit = core.get(AuditService);
});

afterEach(() => core.close());

const ending = (accountId = ADA) => audit.record({ kind: 'session.ended', accountId });
const sql = (statement: string) => core.database.transaction(() => core.database.manager.query(statement));
const sequences = async () => (await audit.find()).events.map(({ sequence }) => sequence);

async function recordSome(count: number): Promise<void> {
  for (let done = 0; done < count; done++) await ending();
}

describe('an event', () => {
  it('is recorded with everything that is known of it', async () => {
    const visitor = { ...VISITOR, requestId: 'request-1' };
    await audit.record({
      kind: 'session.ended',
      cause: { actor: BOB, visitor },
      accountId: ADA,
      sessionId: 'session-1',
      organizationId: ACME,
      details: { reason: 'logout' },
    });
    expect((await audit.find()).events).toEqual([
      {
        id: expect.stringMatching(/^[\da-f-]{14}7/),
        sequence: 1,
        kind: 'session.ended',
        at: core.clock.now(),
        actor: BOB,
        accountId: ADA,
        sessionId: 'session-1',
        organizationId: ACME,
        origin: 'spec',
        address: '192.0.2.1',
        requestId: 'request-1',
        details: { reason: 'logout' },
      },
    ]);
  });

  it('is the service’s own where nobody caused it', async () => {
    await audit.record({ kind: 'key.rotated' });
    expect((await audit.find()).events).toMatchObject([
      {
        actor: 'system',
        accountId: null,
        sessionId: null,
        organizationId: null,
        origin: null,
        address: null,
        requestId: null,
        details: {},
      },
    ]);
  });

  it('stands and falls with the transaction that it tells of', async () => {
    const failing = core.database.transaction(async () => {
      await ending();
      await ending();
      throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    await core.database.transaction(async () => {
      await ending();
      await ending(BOB);
    });
    expect(await audit.find()).toMatchObject({ events: [{ accountId: BOB }, { accountId: ADA }] });
    expect(await audit.verify()).toMatchObject({ ...WHOLE, events: 2 });
  });

  it('has its place in the chain even if a transaction has thousands', async () => {
    await core.database.transaction(async () => {
      for (let done = 0; done < 1700; done++) await ending();
    });
    expect(await audit.verify()).toMatchObject({ ...WHOLE, events: 1700 });
  });
});

describe.each(ENGINES)('50 writers at once on %s', (engine, createDatabase) => {
  let both: Core[];

  beforeEach(async () => {
    const first = await startCore([AuditModule], { files: await createDatabase() });
    // Two connections of one thread cannot wait for each other's write lock on SQLite: it has one process here.
    both = engine === 'SQLite' ? [first, first] : [first, await startCore([AuditModule], { beside: first })];
  });

  afterEach(async () => {
    for (const each of new Set(both.reverse())) await each.close();
  });

  it('make one chain without a gap, of successes and failures', async () => {
    const services = both.map((each) => each.get(AuditService));
    const recording = Array.from({ length: 25 }, (_event, place) =>
      services.flatMap((service) => [
        service.record({ kind: 'sign_in.succeeded', details: { place } }),
        service.recordFailure({ kind: 'sign_in.failed', details: { place } }),
      ]),
    );
    await Promise.all(recording.flat());
    const [service] = services;
    const { events = [] } = (await service?.find({ limit: 500 })) ?? {};
    expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 100 }, (_event, place) => 100 - place));
    expect(await service?.verify()).toMatchObject({ ...WHOLE, events: 100 });
  });
});

describe('failures that arrive together', () => {
  it('share transactions, so that a storm is written in few', async () => {
    const commits = jest.spyOn(core.database, 'transaction');
    await Promise.all(Array.from({ length: 300 }, () => audit.recordFailure({ kind: 'sign_in.failed' })));
    expect(commits.mock.calls.length).toBeLessThanOrEqual(2);
    expect(await audit.verify()).toMatchObject({ ...WHOLE, events: 300 });
  });

  it('fail together where they cannot be written, and the next is written again', async () => {
    jest.spyOn(core.database, 'transaction').mockRejectedValueOnce(new Error('disk full'));
    const outcomes = await Promise.allSettled([
      audit.recordFailure({ kind: 'sign_in.failed' }),
      audit.recordFailure({ kind: 'sign_in.failed' }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await audit.recordFailure({ kind: 'sign_in.failed' });
    expect(await sequences()).toEqual([1]);
  });
});

describe('finding', () => {
  const kinds: AuditKind[] = ['sign_up', 'sign_in.succeeded', 'sign_in.failed', 'sign_up', 'session.ended', 'sign_up'];

  beforeEach(async () => {
    for (const [place, kind] of kinds.entries()) {
      await audit.record({ kind, accountId: place % 2 === 0 ? ADA : BOB, ...(place > 3 && { organizationId: ACME }) });
      core.clock.advance(60);
    }
  });

  const minutes = (count: number) => new Date(core.clock.now().getTime() - (6 - count) * 60_000);

  it.each([
    ['everything', () => ({}), [6, 5, 4, 3, 2, 1]],
    ['an account', () => ({ accountId: ADA }), [5, 3, 1]],
    ['an organization', () => ({ organizationId: ACME }), [6, 5]],
    ['an account and an organization', () => ({ accountId: ADA, organizationId: ACME }), [5]],
    ['a kind', () => ({ kind: 'sign_up' as const }), [6, 4, 1]],
    ['an account and a kind', () => ({ accountId: BOB, kind: 'sign_up' as const }), [6, 4]],
    ['a time', () => ({ from: minutes(1), until: minutes(3) }), [3, 2]],
    ['nothing', () => ({ accountId: 'nobody' }), []],
  ])('by %s', async (_, filter, expected) => {
    const { events } = await audit.find(filter());
    expect(events.map(({ sequence }) => sequence)).toEqual(expected);
  });

  it('goes page by page, and new events shift nothing', async () => {
    const first = await audit.find({ limit: 2 });
    await ending();
    const second = await audit.find({ limit: 2, ...(first.next && { after: first.next }) });
    const third = await audit.find({ limit: 2, ...(second.next && { after: second.next }) });
    const pages = [first, second, third].map(({ events }) => events.map(({ sequence }) => sequence));
    expect(pages).toEqual([
      [6, 5],
      [4, 3],
      [2, 1],
    ]);
    expect(third.next).toBeUndefined();
  });
});

describe('listing for whoever is outside', () => {
  it('goes page by page by a cursor that is good for that filter alone', async () => {
    await recordSome(5);
    const first = await audit.list({ accountId: ADA }, { size: 2 });
    await ending();
    const second = await audit.list({ accountId: ADA }, { size: 2, cursor: first.next ?? '' });
    const third = await audit.list({ accountId: ADA }, { size: 2, cursor: second.next ?? '' });
    const pages = [first, second, third].map(({ rows }) => rows.map(({ sequence }) => sequence));
    expect(pages).toEqual([[5, 4], [3, 2], [1]]);
    expect(third.next).toBeUndefined();
    const cursor = first.next ?? '';
    const strangers = [{}, { accountId: BOB }, { accountId: ADA, kind: 'session.ended' as const }];
    for (const filter of strangers) await expect(audit.list(filter, { cursor })).rejects.toThrow(CursorInvalid);
    await expect(audit.list({ accountId: ADA }, { cursor: `${cursor}x` })).rejects.toThrow(CursorInvalid);
  });
});

describe('behind the service’s back', () => {
  const UNHURT = 'SELECT hash FROM audit_events WHERE sequence = 0';
  const CLONE = (sequence: number, of: number) => `INSERT INTO audit_events
    (id, sequence, kind, at, actor, account_id, session_id, origin, address, request_id, details, previous_hash, hash)
    SELECT 'ffffffff-0000-7000-8000-000000000000', ${sequence}, kind, at, actor, account_id, session_id, origin, address,
    request_id, details, previous_hash, hash FROM audit_events WHERE sequence = ${of}`;
  const TRUNCATE = ['DELETE FROM audit_events WHERE sequence > 3'];
  const REWIND = `UPDATE audit_heads SET sequence = 3, hash = (SELECT hash FROM audit_events WHERE sequence = 3)`;

  it.each<[string, string[], Partial<AuditVerdict>]>([
    ['nothing done', [UNHURT], { isWhole: true, events: 5 }],
    [
      'details altered',
      [`UPDATE audit_events SET details = '{"a":1}' WHERE sequence = 3`],
      { fault: 'altered', sequence: 3 },
    ],
    [
      'an account altered',
      [`UPDATE audit_events SET account_id = '${BOB}' WHERE sequence = 2`],
      { fault: 'altered', sequence: 2 },
    ],
    [
      'an organization put where there was none',
      [`UPDATE audit_events SET organization_id = '${ACME}' WHERE sequence = 2`],
      { fault: 'altered', sequence: 2 },
    ],
    ['a moment altered', ['UPDATE audit_events SET at = at + 1 WHERE sequence = 5'], { fault: 'altered', sequence: 5 }],
    ['a hash altered', [`UPDATE audit_events SET hash = 'x' WHERE sequence = 4`], { fault: 'altered', sequence: 4 }],
    [
      'the last hash altered in both places',
      ["UPDATE audit_events SET hash = 'x' WHERE sequence = 5", "UPDATE audit_heads SET hash = 'x'"],
      { fault: 'head_broken' },
    ],
    ['the first removed', ['DELETE FROM audit_events WHERE sequence = 1'], { fault: 'missing', sequence: 1 }],
    ['one in the middle removed', ['DELETE FROM audit_events WHERE sequence = 3'], { fault: 'missing', sequence: 3 }],
    [
      'one removed and the gap closed',
      [
        'DELETE FROM audit_events WHERE sequence = 3',
        'UPDATE audit_events SET sequence = sequence - 1 WHERE sequence > 3',
      ],
      { fault: 'altered', sequence: 3 },
    ],
    ['one put in at a place that was taken', [CLONE(3, 2)], { fault: 'inserted', sequence: 3 }],
    ['one put in behind the end', [CLONE(6, 5)], { fault: 'altered', sequence: 6 }],
    ['one put in before the beginning', [CLONE(0, 1)], { fault: 'inserted', sequence: 0 }],
    [
      'two in each other’s place',
      ['UPDATE audit_events SET sequence = CASE sequence WHEN 2 THEN 3 ELSE 2 END WHERE sequence IN (2, 3)'],
      { fault: 'altered', sequence: 2 },
    ],
    ['the end cut off', TRUNCATE, { fault: 'missing', sequence: 4 }],
    ['the end cut off and the head moved', [...TRUNCATE, REWIND], { fault: 'head_broken', sequence: 3 }],
    [
      'the end cut off and the head removed',
      [...TRUNCATE, 'DELETE FROM audit_heads'],
      { fault: 'head_broken', sequence: 3 },
    ],
    ['everything removed but the head', ['DELETE FROM audit_events'], { fault: 'missing', sequence: 1 }],
    [
      'the beginning cut off and the anchor moved',
      ['DELETE FROM audit_events WHERE sequence < 3', 'UPDATE audit_heads SET anchor_sequence = 2'],
      { fault: 'head_broken' },
    ],
  ])('%s is told', async (_, statements, verdict) => {
    await recordSome(5);
    for (const statement of statements) await sql(statement);
    expect(await audit.verify()).toMatchObject(verdict);
  });

  it.each(['NULL', `'${BOB}'`])('an event about an organization made one about %s is told', async (other) => {
    await recordSome(1);
    await audit.record({ kind: 'organization.changed', organizationId: ACME });
    await sql(`UPDATE audit_events SET organization_id = ${other} WHERE sequence = 2`);
    expect(await audit.verify()).toMatchObject({ fault: 'altered', sequence: 2 });
  });

  it('a head moved back stays on record after the service has gone on', async () => {
    await recordSome(5);
    for (const statement of [...TRUNCATE, REWIND]) await sql(statement);
    await ending(BOB);
    expect(await audit.find()).toMatchObject({
      events: [
        { accountId: BOB },
        { kind: 'audit.head_broken', sequence: 4, details: { foundSequence: 3 } },
        {},
        {},
        {},
      ],
    });
    expect(await audit.verify()).toMatchObject({ fault: 'head_broken', sequence: 4 });
  });

  it('a gap stays one after the service has gone on', async () => {
    await recordSome(5);
    for (const statement of TRUNCATE) await sql(statement);
    await ending();
    expect(await audit.verify()).toMatchObject({ fault: 'missing', sequence: 4 });
  });

  it('an older state put back as a whole is told by a head that was noted', async () => {
    await recordSome(3);
    const [head] = await core.rows('SELECT * FROM audit_heads');
    await recordSome(2);
    const verdict = await audit.verify();
    const noted = verdict.isWhole ? verdict.head : undefined;
    expect(await audit.verify(noted)).toMatchObject(WHOLE);
    for (const statement of TRUNCATE) await sql(statement);
    await sql(`UPDATE audit_heads SET sequence = 3, hash = '${String(head?.hash)}', seal = '${String(head?.seal)}'`);
    expect(await audit.verify()).toMatchObject({ isWhole: true, events: 3 });
    expect(await audit.verify(noted)).toMatchObject({ fault: 'rewound', sequence: 5 });
    await recordSome(4);
    expect(await audit.verify(noted)).toMatchObject({ fault: 'rewound', sequence: 5 });
  });

  it('rows from under other keys are nobody’s', async () => {
    await recordSome(2);
    await sql('DELETE FROM data_keys');
    const stranger = await startCore([AuditModule], { beside: core });
    expect(await stranger.get(AuditService).verify()).toMatchObject({ fault: 'head_broken' });
    await stranger.close();
  });
});

describe('retention', () => {
  const DAY = 86_400;
  let retention: AuditRetention;

  beforeEach(async () => {
    retention = core.get(AuditRetention);
    await recordSome(3);
    core.clock.advance(20 * DAY);
    await recordSome(2);
  });

  it('removes what is too old, and what is left is as verifiable as before', async () => {
    expect(await retention.prune()).toBe(0);
    core.clock.advance(10 * DAY + 1);
    expect(await retention.prune()).toBe(3);
    expect(await sequences()).toEqual([5, 4]);
    expect(await audit.verify()).toMatchObject({ ...WHOLE, events: 2, head: { sequence: 5 } });
    await ending();
    expect(await audit.verify()).toMatchObject({ ...WHOLE, events: 3, head: { sequence: 6 } });
    await sql('DELETE FROM audit_events WHERE sequence = 4');
    expect(await audit.verify()).toMatchObject({ fault: 'missing', sequence: 4 });
  });

  it('goes on with the numbers where everything was too old', async () => {
    core.clock.advance(100 * DAY);
    expect(await retention.prune()).toBe(5);
    expect(await audit.verify()).toMatchObject({ ...WHOLE, events: 0, head: { sequence: 5 } });
    await ending();
    expect(await sequences()).toEqual([6]);
    expect(await audit.verify()).toMatchObject({ ...WHOLE, events: 1 });
  });

  it('removes thousands', async () => {
    await core.database.transaction(() => recordSome(2500));
    core.clock.advance(100 * DAY);
    expect(await retention.prune()).toBe(2505);
  });

  it('is not led to remove an event by a date that somebody has altered', async () => {
    await sql('UPDATE audit_events SET at = 0');
    expect(await retention.prune()).toBe(0);
    expect(await audit.verify()).toMatchObject({ fault: 'altered', sequence: 1 });
  });
});

describe('verifying', () => {
  it('is not disturbed by those who write meanwhile', async () => {
    await core.database.transaction(() => recordSome(2000));
    const writing = recordSome(30);
    const verdicts: AuditVerdict[] = [];
    for (let done = 0; done < 5; done++) verdicts.push(await audit.verify());
    await writing;
    expect(verdicts.every(({ isWhole }) => isWhole)).toBe(true);
  });

  it('has nothing to object to an empty log', async () => {
    expect(await audit.verify()).toEqual({ isWhole: true, events: 0, head: { sequence: 0, hash: '' } });
  });
});
