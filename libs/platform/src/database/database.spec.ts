import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { AsyncResource } from 'node:async_hooks';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import BetterSqlite3 from 'better-sqlite3';
import {
  Column,
  Entity,
  type FindOptionsWhere,
  IsNull,
  LessThanOrEqual,
  type MigrationInterface,
  MoreThan,
  Not,
  PrimaryColumn,
  type QueryRunner,
} from 'typeorm';
import { ConfigurationModule } from '#platform/config';
import { Database, DatabaseModule, databaseSection, isUniqueViolation, JsonColumn, MomentColumn } from './index.js';

@Entity('notes')
class Note {
  @PrimaryColumn('varchar')
  id!: string;

  @Column('varchar', { nullable: true, unique: true })
  slug!: string | null;

  @JsonColumn()
  someFacts!: object;

  @MomentColumn({ nullable: true })
  readAt!: Date | null;
}

class CreateNotes1763769600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const columns = 'id varchar PRIMARY KEY, slug varchar UNIQUE, some_facts text NOT NULL, read_at bigint';
    await queryRunner.query(`CREATE TABLE notes (${columns})`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE notes');
  }
}

const configuration = (directory: string) =>
  new Map<symbol, unknown>([[databaseSection.token, { sqliteFile: join(directory, 'notes.db'), poolSize: 1 }]]);

const note = (id: string, more: Partial<Note> = {}): Note => ({ id, slug: null, someFacts: {}, readAt: null, ...more });
const turn = () => new Promise((resolve) => setImmediate(resolve));

let directory: string;
let app: TestingModule;
let database: Database;

/** As from another request: in no transaction. */
const elsewhere = new AsyncResource('elsewhere');
const outside = <T>(work: () => Promise<T>): Promise<T> => elsewhere.runInAsyncScope(work);
const write = (id: string) => database.insert(Note, note(id));
const ids = async () => (await database.repository(Note).find({ order: { id: 'ASC' } })).map(({ id }) => id);

/** Frames of the write-ahead log that end a transaction (sqlite.org/fileformat2.html, section 4.1). */
function commitsOnDisk(): number {
  const log = readFileSync(join(directory, 'notes.db-wal'));
  const frame = 24 + log.readUInt32BE(8);
  const frames = Array.from({ length: Math.floor((log.length - 32) / frame) }, (_, index) => 32 + index * frame);
  return frames.filter((place) => log.readUInt32BE(place + 4) > 0).length;
}

async function start(): Promise<TestingModule> {
  const schema = { entities: [Note], migrations: [CreateNotes1763769600000] };
  return Test.createTestingModule({
    imports: [ConfigurationModule.with(configuration(directory)), DatabaseModule.with(schema)],
  }).compile();
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rosetta-database-'));
  app = await start();
  database = app.get(Database);
});

afterEach(async () => {
  await app.close();
  rmSync(directory, { recursive: true });
});

describe('a transaction', () => {
  it('keeps everything when its work returns, and passes on what that returned', async () => {
    const outcome = await database.transaction(async () => {
      await write('a');
      await write('b');
      return ids();
    });
    expect(outcome).toEqual(['a', 'b']);
    expect(await ids()).toEqual(['a', 'b']);
  });

  it('undoes everything when its work throws, and passes on what it threw', async () => {
    const fault = new Error('no');
    const undone = database.transaction(async () => {
      await write('a');
      await database.manager.query("INSERT INTO notes VALUES ('b', NULL, '{}', NULL)");
      throw fault;
    });
    await expect(undone).rejects.toBe(fault);
    expect(await ids()).toEqual([]);
    await write('c');
    expect(await ids()).toEqual(['c']);
  });

  it('is joined by those inside it, and stands or falls with them', async () => {
    const undone = database.transaction(async () => {
      await write('a');
      await database.transaction(() => database.transaction(() => write('b')));
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await ids()).toEqual([]);
  });

  it('is seen by nobody else before its end', async () => {
    let outside: string[] = [];
    let look: () => void = () => undefined;
    const looked = new Promise<void>((resolve) => (look = resolve));
    const writing = database.transaction(async () => {
      await write('a');
      await looked;
    });
    await turn();
    outside = await ids();
    look();
    await writing;
    expect(outside).toEqual([]);
    expect(await ids()).toEqual(['a']);
  });

  it('does not mix with those that run at the same moment', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        database.transaction(async () => {
          await write(`${String(index).padStart(2, '0')}-one`);
          await turn();
          if (index % 2 === 1) throw new Error('odd');
          await write(`${String(index).padStart(2, '0')}-two`);
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    const kept = Array.from({ length: 10 }, (_, half) => String(half * 2).padStart(2, '0'));
    expect(await ids()).toEqual(kept.flatMap((index) => [`${index}-one`, `${index}-two`]));
  });

  it('is told from what runs beside it, after a pause too', async () => {
    const seen: string[][] = [];
    for (const id of ['a', 'b', 'c']) {
      await turn();
      await turn();
      const beside = turn().then(ids);
      await Promise.all([database.transaction(() => write(id).then(turn).then(turn)), beside]);
      seen.push(await beside);
    }
    expect(seen).toEqual([[], ['a'], ['a', 'b']]);
  });

  it('is of no use after its end', async () => {
    const late: Promise<void>[] = [];
    const afterIt = async () => {
      await Promise.resolve();
      await Promise.resolve();
    };
    await database.transaction(async () => {
      const reading = afterIt().then(() => ids());
      late.push(expect(reading).rejects.toThrow('A transaction was used after its end'));
    });
    await Promise.all(late);
  });
});

describe('transactions that ask at the same moment', () => {
  const kept = (names: readonly string[]) => Promise.allSettled(names.map((name) => write(name)));
  const statuses = (outcomes: readonly PromiseSettledResult<unknown>[]) => outcomes.map(({ status }) => status);

  it('share one commit', async () => {
    await write('a');
    const before = commitsOnDisk();
    await kept(Array.from({ length: 20 }, (_, index) => `b${index}`));
    expect(commitsOnDisk() - before).toBe(1);
    expect(await ids()).toHaveLength(21);
  });

  it('do not wait for more than 63 others', async () => {
    await write('a');
    const before = commitsOnDisk();
    await kept(Array.from({ length: 100 }, (_, index) => `b${index}`));
    expect(commitsOnDisk() - before).toBe(2);
  });

  it('are told of their success once it is on the disk', async () => {
    const other = await start();
    const seen = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        await write(name);
        return other.get(Database).repository(Note).existsBy({ id: name });
      }),
    );
    await other.close();
    expect(seen).toEqual([true, true, true]);
  });

  it('stand or fall alone, whatever was written before the fall', async () => {
    const outcomes = await Promise.allSettled([
      write('a'),
      database.transaction(async () => {
        await write('b');
        await write('a');
      }),
      database.transaction(async () => {
        await write('b');
        await database.remove(Note, { id: 'a' });
        throw new Error('no');
      }),
      write('c'),
    ]);
    expect(statuses(outcomes)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(await ids()).toEqual(['a', 'c']);
  });

  it('see what those before them have done', async () => {
    const [, count] = await Promise.all([write('a'), database.transaction(() => database.repository(Note).count())]);
    expect(count).toBe(1);
  });

  it('take their last steps together, without those that were undone', async () => {
    const seen: string[] = [];
    const finish = async (names: readonly string[]) => {
      await write(names.join('+'));
      database.afterCommit(() => seen.push('kept'));
    };
    const outcomes = await Promise.allSettled([
      database.gather('a', finish),
      database.transaction(async () => {
        await database.gather('b', finish);
        throw new Error('no');
      }),
      database.gather('c', finish),
    ]);
    expect(statuses(outcomes)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([await ids(), seen]).toEqual([['a+c'], ['kept']]);
    await database.gather('d', finish);
    expect([await ids(), seen]).toEqual([
      ['a+c', 'd'],
      ['kept', 'kept'],
    ]);
  });

  it('all fail when a last step does, and leave nothing to those that follow', async () => {
    const fail = () => Promise.reject(new Error('full'));
    const seen: string[] = [];
    const finish = async (names: readonly string[]) => {
      await write(names.join('+'));
      database.afterCommit(() => seen.push('kept'));
    };
    const outcomes = await Promise.allSettled([write('a'), database.gather('b', finish), database.gather('c', fail)]);
    expect(statuses(outcomes)).toEqual(['rejected', 'rejected', 'rejected']);
    expect([await ids(), seen]).toEqual([[], []]);
    await database.gather('d', finish);
    expect([await ids(), seen]).toEqual([['d'], ['kept']]);
  });

  it('all fail when their commit does, and none has its effect', async () => {
    await database.transaction(() =>
      database.manager.query('CREATE TABLE owed (id varchar REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)'),
    );
    const seen: string[] = [];
    const outcomes = await Promise.allSettled([
      database.transaction(async () => {
        await write('a');
        database.afterCommit(() => seen.push('a'));
      }),
      database.transaction(() => database.manager.query("INSERT INTO owed VALUES ('nobody')")),
      write('b'),
    ]);
    expect(statuses(outcomes)).toEqual(['rejected', 'rejected', 'rejected']);
    expect([await ids(), seen]).toEqual([[], []]);
    await write('c');
    expect(await ids()).toEqual(['c']);
  });

  it('are told of no success that a full disk has undone', async () => {
    await database.transaction(() => database.manager.query('PRAGMA max_page_count = 8'));
    const large = note('large', { someFacts: { text: 'x'.repeat(100_000) } });
    const outcomes = await Promise.allSettled([write('a'), database.insert(Note, large), write('b')]);
    expect(statuses(outcomes)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(await ids()).toEqual(['b']);
  });
});

describe('afterCommit', () => {
  it('runs what it is given once the transaction is kept, not before', async () => {
    const seen: string[] = [];
    await database.transaction(async () => {
      await database.transaction(async () => database.afterCommit(() => seen.push('effect')));
      seen.push('work');
    });
    expect(seen).toEqual(['work', 'effect']);
  });

  it('drops it when the transaction is undone', async () => {
    const seen: string[] = [];
    const undone = database.transaction(async () => {
      database.afterCommit(() => seen.push('effect'));
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await write('a');
    expect(seen).toEqual([]);
  });

  it('runs it at once where there is no transaction', () => {
    const seen: string[] = [];
    database.afterCommit(() => seen.push('effect'));
    expect(seen).toEqual(['effect']);
  });
});

describe('the embedded database', () => {
  it.each([
    ['INSERT', "INSERT INTO notes VALUES ('a', NULL, '{}', NULL)"],
    ['UPDATE', "UPDATE notes SET slug = 'x'"],
    ['DELETE', 'DELETE FROM notes'],
    ['DROP', 'DROP TABLE notes'],
  ])('lets nobody %s outside a transaction', async (_, sql) => {
    await write('z');
    await expect(database.manager.query(sql)).rejects.toThrow('attempt to write a readonly database');
    expect(await ids()).toEqual(['z']);
  });

  it('keeps what was committed across a restart, with foreign keys on', async () => {
    await write('a');
    await app.close();
    app = await start();
    database = app.get(Database);
    expect(await ids()).toEqual(['a']);
    const settings = await database.transaction(() =>
      Promise.all(
        ['journal_mode', 'synchronous', 'foreign_keys', 'wal_autocheckpoint'].map((name) =>
          database.manager.query(`PRAGMA ${name}`),
        ),
      ),
    );
    expect(settings).toEqual([
      [{ journal_mode: 'wal' }],
      // What waits for the disk is not SQLite: see write-ahead-log.spec.ts.
      [{ synchronous: 1 }],
      [{ foreign_keys: 1 }],
      [{ wal_autocheckpoint: 4000 }],
    ]);
  });

  it('shows one process at once what another has committed', async () => {
    const other = await start();
    await other.get(Database).insert(Note, note('a'));
    expect(await ids()).toEqual(['a']);
    await write('b');
    expect(await other.get(Database).repository(Note).existsBy({ id: 'b' })).toBe(true);
    await other.close();
  });
});

describe('what is gathered in a transaction', () => {
  const store = async (names: readonly string[]) => {
    for (const name of names) await write(`${name} of ${names.length}`);
  };

  it('is handed over together, as its last step', async () => {
    await database.transaction(async () => {
      await database.gather('a', store);
      await database.transaction(() => database.gather('b', store));
      await write('0');
    });
    expect(await ids()).toEqual(['0', 'a of 2', 'b of 2']);
  });

  it('is forgotten with a transaction that is undone', async () => {
    const failing = database.transaction(async () => {
      await database.gather('a', store);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await database.gather('b', store);
    expect(await ids()).toEqual(['b of 1']);
  });

  it('undoes the transaction where it cannot be finished', async () => {
    const failing = database.transaction(async () => {
      await write('a');
      await database.gather('b', () => Promise.reject(new Error('full')));
    });
    await expect(failing).rejects.toThrow('full');
    expect(await ids()).toEqual([]);
  });
});

describe('first', () => {
  it('finds the row that fits, or nothing', async () => {
    const readAt = new Date('2030-01-01T12:00:00.123Z');
    await database.insert(Note, note('a', { slug: 'x', readAt, someFacts: { deep: ['ü', null] } }));
    expect(await database.first(Note, { id: 'a' })).toEqual(
      note('a', { slug: 'x', readAt, someFacts: { deep: ['ü', null] } }),
    );
    expect(await database.first(Note, { id: 'a' })).toBeInstanceOf(Note);
    expect(await database.first(Note, { id: 'a', slug: 'y' })).toBeNull();
    expect(await database.first(Note, { slug: IsNull() })).toBeNull();
    expect(await database.first(Note, { readAt: MoreThan(readAt) })).toBeNull();
    expect(await database.first(Note, { readAt: LessThanOrEqual(readAt) })).toHaveProperty('id', 'a');
  });

  it('reads what the transaction in progress has written, and elsewhere what is committed', async () => {
    await database.transaction(async () => {
      await write('a');
      expect(await database.first(Note, { id: 'a' })).toEqual(note('a'));
      expect(await outside(() => database.first(Note, { id: 'a' }))).toBeNull();
    });
  });

  it('shows what another process commits by the next turn of the event loop, and all within one turn the same', async () => {
    const other = new BetterSqlite3(join(directory, 'notes.db'));
    await turn();
    expect(await database.first(Note, { id: 'a' })).toBeNull();
    other.exec(`INSERT INTO notes (id, some_facts) VALUES ('a', '{}')`);
    other.close();
    expect(await database.first(Note, { id: 'a' })).toBeNull();
    await turn();
    expect(await database.first(Note, { id: 'a' })).toEqual(note('a'));
  });

  it('shows at once what this process has committed', async () => {
    const seen: (Note | null)[] = [];
    await turn();
    for (const id of ['a', 'b', 'c']) {
      const writing = write(id).then(async () => seen.push(await database.first(Note, { id })));
      seen.push(await database.first(Note, { id }));
      await writing;
    }
    expect(seen).toEqual([null, note('a'), null, note('b'), null, note('c')]);
  });

  it.each([
    ['a richer condition', { id: Not('a') }],
    ['null, which equals nothing', { slug: null }],
    ['a value that is missing', { id: undefined }],
    ['what is no column', { nonsense: 'a' }],
    ['no condition', {}],
  ])('refuses %s', async (_, where) => {
    await expect(database.first(Note, where as FindOptionsWhere<Note>)).rejects.toThrow('plain conditions');
  });
});

describe('insert, update and remove', () => {
  it('know richer conditions, too', async () => {
    for (const id of ['a', 'b', 'c']) await write(id);
    expect(await database.update(Note, { id: Not('a') }, { slug: null })).toBe(2);
    expect(await database.remove(Note, { id: Not('a') })).toBe(2);
    expect(await ids()).toEqual(['a']);
  });

  it('leave the condition as it was, good for another time', async () => {
    const [then, now] = [new Date('2030-01-01T12:00:00Z'), new Date('2030-01-02T12:00:00Z')];
    for (const [id, readAt] of Object.entries({ a: then, b: now, c: now }))
      await database.insert(Note, note(id, { readAt }));
    const where = { readAt: Not(LessThanOrEqual(then)) };
    expect(await database.update(Note, where, { slug: null })).toBe(2);
    expect(await database.update(Note, where, { slug: null })).toBe(2);
    expect(await database.remove(Note, where)).toBe(2);
    expect(await database.remove(Note, where)).toBe(0);
    expect(where).toEqual({ readAt: Not(LessThanOrEqual(then)) });
    expect(await ids()).toEqual(['a']);
  });

  it('change what a transaction holds, and nothing outside of one', async () => {
    await write('a');
    await database.transaction(async () => {
      expect(await database.firstToChange(Note, { id: 'a' })).toEqual(note('a'));
      await database.changeHeld(Note, { id: 'a' }, { slug: 'x' });
    });
    expect(await database.first(Note, { id: 'a' })).toEqual(note('a', { slug: 'x' }));
    await expect(database.changeHeld(Note, { id: 'a' }, { slug: 'y' })).rejects.toThrow('only by its transaction');
  });

  it('leave alone what a change does not name', async () => {
    await database.insert(Note, note('a', { slug: 'x' }));
    await database.update(Note, { slug: 'x' }, { slug: undefined, someFacts: { new: true } });
    expect(await database.first(Note, { id: 'a' })).toEqual(note('a', { slug: 'x', someFacts: { new: true } }));
  });

  it('keep moments to the millisecond and objects as they are', async () => {
    const readAt = new Date('2030-01-01T12:00:00.123Z');
    await database.insert(Note, note('a', { readAt, someFacts: { deep: ['ü', null] } }));
    expect(await database.repository(Note).findOneBy({ readAt })).toEqual(
      note('a', { readAt, someFacts: { deep: ['ü', null] } }),
    );
  });

  it('tell how many rows they reached', async () => {
    await write('a');
    await write('b');
    expect(await database.update(Note, { id: 'a' }, { slug: 'x' })).toBe(1);
    expect(await database.update(Note, { id: 'a', slug: 'other' }, { slug: 'y' })).toBe(0);
    expect(await database.remove(Note, { id: 'z' })).toBe(0);
    expect(await database.remove(Note, { id: 'a' })).toBe(1);
    expect(await ids()).toEqual(['b']);
  });

  it('let a double be told from any other fault', async () => {
    await database.insert(Note, note('a', { slug: 'x' }));
    const faultOf = (work: Promise<unknown>) => work.catch((error: unknown) => isUniqueViolation(error));
    expect(await faultOf(write('a'))).toBe(true);
    expect(await faultOf(database.insert(Note, note('b', { slug: 'x' })))).toBe(true);
    expect(await faultOf(database.transaction(() => database.manager.query('INSERT INTO notes (id) VALUES (1)')))).toBe(
      false,
    );
    expect(isUniqueViolation(new Error('UNIQUE constraint failed'))).toBe(false);
  });
});
