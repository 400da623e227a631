import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { type Page, type PageOrder, Pages } from '#core/paging';
import { Database, toStored } from '#platform/database';
import { identifierKey, isPrintable } from './identifier.js';
import type { Role } from './roles.js';
import { UserIdentifier } from './user-identifier.entity.js';
import { User } from './user.entity.js';

/** Which accounts are wanted: those that fit all that is given. */
export interface UserFilter {
  /** Goes by that name, an e-mail address or user name in whatever spelling. */
  readonly identifier?: string;
  /** Goes by a name that begins like that. */
  readonly identifierPrefix?: string;
  readonly role?: Role;
  readonly isEnabled?: boolean;
  readonly isEmailVerified?: boolean;
  /** The first moment that counts. */
  readonly createdFrom?: Date;
  /** The first moment that does not. */
  readonly createdUntil?: Date;
}

/** How many there are; counting stops at the most that was asked for. */
export interface UserCounts {
  readonly all: number;
  readonly disabled: number;
  readonly unverified: number;
}

/** Comes after all that a name can go on with, in the order of bytes. */
const LAST = '\u{10FFFF}';
/** Comes before all that a name can go on with. */
const FIRST = '\u0001';

type Query = SelectQueryBuilder<User>;

/** Accounts as a list: found by how they are called, and by what they are. */
@Injectable()
export class UserDirectory {
  constructor(
    private readonly database: Database,
    private readonly pages: Pages,
  ) {}

  /**
   * A page of accounts: the newest first, or by name where one is looked for. Each is read through an index
   * on what it is ordered by and at most one thing more; what else is asked for is looked at row by row.
   *
   * @throws CursorInvalid
   */
  list(filter: UserFilter = {}, order: PageOrder = {}): Promise<Page<User>> {
    const isByName = filter.identifier !== undefined || filter.identifierPrefix !== undefined;
    return isByName ? this.listByName(filter, order) : this.listByCreation(filter, order);
  }

  /** Counts no further than `atMost`, so that the answer has a price that is known. */
  async count(atMost: number): Promise<UserCounts> {
    const [all, disabled, unverified] = [
      await this.countOf(atMost, {}),
      await this.countOf(atMost, { isEnabled: false }),
      await this.countOf(atMost, { isEmailVerified: false }),
    ];
    return { all, disabled, unverified };
  }

  private async countOf(atMost: number, filter: UserFilter): Promise<number> {
    const some = this.database.repository(User).createQueryBuilder('user').select('1', 'one').limit(atMost);
    filtered(some, filter);
    const [query, parameters] = some.getQueryAndParameters();
    const [row] = await this.database.manager.query<{ count: number | string }[]>(
      `SELECT COUNT(*) AS count FROM (${query}) AS counted`,
      parameters,
    );
    return Number(row?.count ?? 0);
  }

  private listByCreation(filter: UserFilter, order: PageOrder): Promise<Page<User>> {
    const keyOf = ({ createdAt, id }: User) => `${toStored(createdAt)} ${id}`;
    return this.pages.read(`accounts ${JSON.stringify(filter)}`, order, keyOf, (take, after) => {
      const query = this.database.repository(User).createQueryBuilder('user').limit(take);
      query.orderBy('user.createdAt', 'DESC').addOrderBy('user.id', 'DESC');
      // Where a page goes on lies before `createdUntil` already, and an engine looks for one such end at a time.
      const { createdUntil, ...others } = filter;
      filtered(query, after === undefined && createdUntil ? filter : others);
      if (after !== undefined) {
        const [createdAt, id] = after.split(' ');
        query.andWhere('(user.createdAt, user.id) < (:createdAt, :id)', { createdAt: Number(createdAt), id });
      }
      return query.getMany();
    });
  }

  /** Who goes by two such names is listed under the first of them. */
  private async listByName(filter: UserFilter, order: PageOrder): Promise<Page<User>> {
    const { from, until } = spanOf(filter);
    const keyOf = ({ key }: UserIdentifier) => key;
    const page = await this.pages.read(`names ${JSON.stringify(filter)}`, order, keyOf, (take, after) => {
      const query = this.database
        .repository(UserIdentifier)
        .createQueryBuilder('name')
        .innerJoinAndSelect('name.user', 'user')
        .where('name.key >= :start AND name.key < :until', { start: after === undefined ? from : after + FIRST, until })
        .andWhere(
          'NOT EXISTS (SELECT 1 FROM user_identifiers other' +
            ' WHERE other.user_id = name.user_id AND other.key >= :from AND other.key < name.key)',
          { from },
        )
        .orderBy('name.key', 'ASC')
        .limit(take);
      filtered(query as unknown as Query, filter);
      return query.getMany();
    });
    return { ...page, rows: page.rows.map(({ user }) => user) };
  }
}

/** The names that fit, as the bounds of a span in their order; nobody is called by what cannot be printed. */
function spanOf({ identifier, identifierPrefix = '' }: UserFilter): { from: string; until: string } {
  const prefix = identifierKey(identifierPrefix);
  const from = identifier === undefined ? prefix : identifierKey(identifier);
  if (!isPrintable(from) || !from.startsWith(prefix)) return { from: '', until: '' };
  return { from, until: from + (identifier === undefined ? LAST : FIRST) };
}

function filtered(query: Query, filter: UserFilter): void {
  const { role, isEnabled, isEmailVerified, createdFrom, createdUntil } = filter;
  if (role !== undefined) query.andWhere('user.role = :role', { role });
  if (isEnabled !== undefined) query.andWhere(`user.disabledAt IS ${isEnabled ? '' : 'NOT '}NULL`);
  if (isEmailVerified !== undefined) query.andWhere(`user.emailConfirmedAt IS ${isEmailVerified ? 'NOT ' : ''}NULL`);
  if (createdFrom) query.andWhere('user.createdAt >= :createdFrom', { createdFrom: toStored(createdFrom) });
  if (createdUntil) query.andWhere('user.createdAt < :createdUntil', { createdUntil: toStored(createdUntil) });
}
