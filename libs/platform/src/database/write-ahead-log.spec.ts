import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import BetterSqlite3 from 'better-sqlite3';
import { Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { ConfigurationModule } from '#platform/config';
import { Database, DatabaseModule, databaseSection, outageIn } from './index.js';

@Entity('words')
class Word {
  @PrimaryColumn('varchar')
  text!: string;
}

class CreateWords1763769600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE words (text varchar PRIMARY KEY)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE words');
  }
}

/** The disk, which takes what is brought to it only when it is told to. */
class SlowDisk {
  private readonly own = fs.fdatasync;
  private readonly waiting: ((error: NodeJS.ErrnoException | null) => void)[] = [];

  constructor() {
    const slow = (_file: number, callback: (typeof this.waiting)[number]) => void this.waiting.push(callback);
    fs.fdatasync = slow as typeof fs.fdatasync;
  }

  /** Waits until something is brought to it. */
  async answer(error: NodeJS.ErrnoException | null = null): Promise<void> {
    for (let patience = 100; this.waiting.length === 0 && patience > 0; patience--) await turn();
    const callback = this.waiting.shift();
    if (!callback) throw new Error('Nothing was brought to the disk');
    callback(error);
  }

  replace(): void {
    fs.fdatasync = this.own;
    for (const callback of this.waiting) callback(null);
  }
}

const BROKEN = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO', syscall: 'fdatasync' });

const turn = () => new Promise((resolve) => setImmediate(resolve));
const turns = async () => {
  for (let count = 0; count < 20; count++) await turn();
};

let directory: string;
let app: TestingModule;
let database: Database;
let disk: SlowDisk;
let told: string[];

const write = (text: string) => database.insert(Word, { text });
const telling = (name: string, work: Promise<unknown>) => work.then(() => told.push(name));
const texts = async () => (await database.repository(Word).find({ order: { text: 'ASC' } })).map(({ text }) => text);
const file = () => join(directory, 'words.db');
/** As the database alone has it, without its log. */
const inDatabase = () => {
  fs.copyFileSync(file(), join(directory, 'copy.db'));
  const copy = new BetterSqlite3(join(directory, 'copy.db'));
  const rows = copy.prepare('SELECT text FROM words ORDER BY text').pluck().all();
  copy.close();
  return rows;
};

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rosetta-log-'));
  const configuration = new Map<symbol, unknown>([[databaseSection.token, { sqliteFile: file(), poolSize: 1 }]]);
  const schema = { entities: [Word], migrations: [CreateWords1763769600000] };
  app = await Test.createTestingModule({
    imports: [ConfigurationModule.with(configuration), DatabaseModule.with(schema)],
  }).compile();
  database = app.get(Database);
  disk = new SlowDisk();
  told = [];
});

afterEach(async () => {
  disk.replace();
  await app.close();
  rmSync(directory, { recursive: true });
});

describe('while the disk is at work', () => {
  it('nobody is told that something was written', async () => {
    const work = async () => {
      database.afterCommit(() => told.push('effect'));
      await write('a');
    };
    const writing = telling('written', database.transaction(work));
    await turns();
    expect(told).toEqual([]);
    await disk.answer();
    await writing;
    expect(told).toEqual(['effect', 'written']);
  });

  it('nobody is told what was written, by whichever way it is asked', async () => {
    const writing = write('a');
    await turns();
    const first = database.first(Word, { text: 'a' });
    const listed = texts();
    const asked = [telling('first', first), telling('listed', listed)];
    await turns();
    expect(told).toEqual([]);
    await disk.answer();
    await Promise.all([writing, ...asked]);
    expect([await first, await listed]).toEqual([{ text: 'a' }, ['a']]);
  });

  it('whoever wants to write waits for the next commit, all for the same', async () => {
    const first = telling('a', write('a'));
    await turns();
    const others = ['b', 'c', 'd'].map((text) => telling(text, write(text)));
    await disk.answer();
    await first;
    await turns();
    expect(told).toEqual(['a']);
    await disk.answer();
    await Promise.all(others);
    expect(told).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is not closed over its head', async () => {
    const writing = telling('written', write('a'));
    await turns();
    const closing = telling('closed', database.close());
    await turns();
    expect(told).toEqual([]);
    await disk.answer();
    await Promise.all([writing, closing]);
    expect(told.toSorted()).toEqual(['closed', 'written']);
  });
});

describe('where the disk does not take the log', () => {
  it('brings all of it into the database instead, and tells of success', async () => {
    const writing = write('a');
    await disk.answer(BROKEN);
    await writing;
    expect(inDatabase()).toEqual(['a']);
    const next = write('b');
    await disk.answer();
    await next;
    expect(await texts()).toEqual(['a', 'b']);
  });

  it('tells of an outage where that cannot be, and adds nothing until it can', async () => {
    const reader = new BetterSqlite3(file(), { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT * FROM words').all();
    const failed = write('a').catch(outageIn);
    await disk.answer(BROKEN);
    expect(await failed).toEqual({ kind: 'full', retryAfterSeconds: 30, reason: BROKEN.message });
    expect(await write('b').catch(outageIn)).toMatchObject({ kind: 'full' });
    expect(inDatabase()).toEqual([]);
    reader.close();
    const next = write('c');
    await disk.answer();
    await next;
    expect(await texts()).toEqual(['a', 'c']);
    expect(inDatabase()).toEqual(['a']);
  });
});
