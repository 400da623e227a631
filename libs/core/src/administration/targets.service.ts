import { Injectable } from '@nestjs/common';
import { AuditService } from '#core/audit';
import { StaleUpdate } from '#core/organizations';
import { type User, UsersService } from '#core/users';
import { Database } from '#platform/database';
import { AccountNotFound } from './errors.js';
import type { Operator } from './operator.js';
import { mustReach } from './privileges.js';

/** Which account is to be changed, and by whom. */
export interface Order {
  readonly operator: Operator;
  readonly accountId: string;
  /** The `updatedAt` of the state that the change was made up from, where that matters. */
  readonly readAt?: Date | undefined;
}

/** What was changed, for the record: names of fields, values only where they are none of anybody's business. */
type Details = Readonly<Record<string, unknown>>;

const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The accounts that operators change: each change in one transaction with what must hold before it and its record. */
@Injectable()
export class Targets {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly audit: AuditService,
  ) {}

  /** @throws AccountNotFound */
  async mustFind(accountId: string): Promise<User> {
    const user = ID.test(accountId) ? await this.users.findById(accountId) : null;
    if (!user) throw new AccountNotFound();
    return user;
  }

  /**
   * Changes an account while nobody else does; what the work returns is what comes of it.
   *
   * @throws AccountNotFound, NotPermitted, StaleUpdate
   */
  async change<T>({ operator, accountId, readAt }: Order, work: (user: User) => Promise<T>): Promise<T> {
    await this.mustFind(accountId);
    return this.database.transaction(async () => {
      const user = await this.users.mustHold(accountId).catch(async (error: unknown) => {
        // It went between the two looks.
        throw (await this.users.findById(accountId)) ? error : new AccountNotFound();
      });
      mustReach(operator, user);
      if (readAt !== undefined && readAt.getTime() !== user.updatedAt.getTime()) throw new StaleUpdate();
      return work(user);
    });
  }

  /** Puts what an operator did on record, in the transaction in progress. */
  record(
    kind: `admin.${string}`,
    { operator, accountId }: Order,
    { sessionId, ...details }: Details & { readonly sessionId?: string } = {},
  ): Promise<void> {
    // By whose session an operator is known goes with what they did, unless it is about another one.
    const about = { accountId, ...(sessionId !== undefined && { sessionId }) };
    return this.audit.record({ kind, cause: operator.cause, ...about, details });
  }
}
