import type { Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Visitor } from '#core/kernel';
import { schema } from '#core/schema';
import { SETTINGS } from '#core/settings';
import { type NewUser, type User, usernameIdentifier, UsersModule, UsersService } from '#core/users';
import { Clock } from '#platform/clock';
import { ConfigurationModule, readConfiguration } from '#platform/config';
import { CryptoModule } from '#platform/crypto';
import { Database, DatabaseModule } from '#platform/database';
import { FoundationModule } from '#platform/foundation';
import { Mailbox, type MailboxMessage, MailModule } from '#platform/mail';
import { createTestDatabase, type TestDatabase } from './databases.js';
import { HeldClock } from './held-clock.js';

const ENVIRONMENT = { NODE_ENV: 'test', BCRYPT_COST: '4' };

export const VISITOR: Visitor = { origin: 'spec', address: '192.0.2.1', userAgent: 'spec/1.0' };

/** Some modules of the core over the whole platform and a real database, without any HTTP. */
export interface Core {
  readonly files: TestDatabase;
  readonly clock: HeldClock;
  readonly database: Database;
  get<T>(type: Type<T>): T;
  /** An account of that name, or of both a user name and an e-mail address; no password fits it unless given. */
  addUser(names: string | readonly string[], more?: Partial<NewUser>): Promise<User>;
  /** The answer to a question asked in SQL. */
  rows<T = Record<string, unknown>>(sql: string): Promise<T[]>;
  /** The mails sent so far, newest first. */
  mails(): Promise<MailboxMessage[]>;
  close(): Promise<void>;
}

export interface CoreOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Another process beside one that runs already, over the same files and under the same clock. */
  readonly beside?: Core;
  /** The database to use, in place of a new one. */
  readonly files?: TestDatabase;
}

/** Starts it on a database of its own that goes when it is closed; only the clock is replaced. */
export async function startCore(modules: readonly Type[], options: CoreOptions = {}): Promise<Core> {
  const { beside } = options;
  const files = beside?.files ?? options.files ?? (await createTestDatabase());
  const clock = beside?.clock ?? new HeldClock();
  const environment = { ...ENVIRONMENT, ...files.environment, ...options.environment };
  const app = await Test.createTestingModule({
    imports: [
      ConfigurationModule.with(readConfiguration(SETTINGS, environment)),
      FoundationModule,
      CryptoModule,
      DatabaseModule.with(schema),
      MailModule,
      UsersModule,
      ...modules,
    ],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  await app.init();
  const database = app.get(Database);
  return {
    files,
    clock,
    database,
    get: (type) => app.get(type, { strict: false }),
    addUser: (names, more) => {
      const identifiers = [names].flat().map(usernameIdentifier);
      return app.get(UsersService).create({ identifiers, passwordHash: 'none', role: 'user', ...more });
    },
    rows: (sql) => database.manager.query(sql),
    mails: () => app.get(Mailbox).messages(),
    close: async () => {
      await app.close();
      if (!beside) await files.drop();
    },
  };
}
