import { Injectable } from '@nestjs/common';
import { EmailVerificationService } from '#core/email-verification';
import { SeatingService } from '#core/organizations';
import type { Page, PageOrder } from '#core/paging';
import { PasswordsService } from '#core/passwords';
import { RecoveryService } from '#core/recovery';
import {
  type Identifier,
  IdentifierInvalid,
  type ProfileChange,
  type Role,
  type User,
  UserDirectory,
  type UserFilter,
  UsersService,
} from '#core/users';
import { Database } from '#platform/database';
import { NoEmailAddress } from './errors.js';
import type { Operator } from './operator.js';
import { mustBeAbleToGive } from './privileges.js';
import { type Order, Targets } from './targets.service.js';

export interface NewAccount {
  /** A user name, an e-mail address, or one of each. */
  readonly identifiers: readonly Identifier[];
  readonly role: Role;
  /** Without one, a mail lets its owner choose it. */
  readonly password?: string | undefined;
  /** Whether the address is known to be its owner's; else a mail asks for that, if none about a password does. */
  readonly isEmailVerified?: boolean;
  readonly profile?: ProfileChange;
}

export interface AccountUpdate {
  /** Takes over once it is verified; the one before stays good until then. */
  readonly email?: Identifier | undefined;
  /** Null takes it away, where an address is left to be called by. */
  readonly username?: Identifier | null | undefined;
  readonly profile?: ProfileChange;
}

/** No scheme knows it, so that no password fits. */
const NO_PASSWORD = '!';

/** Accounts as operators find, make and change them. */
@Injectable()
export class AccountsAdministration {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly directory: UserDirectory,
    private readonly targets: Targets,
    private readonly passwords: PasswordsService,
    private readonly recovery: RecoveryService,
    private readonly seating: SeatingService,
    private readonly emailVerification: EmailVerificationService,
  ) {}

  /** @throws CursorInvalid */
  search(filter: UserFilter, order?: PageOrder): Promise<Page<User>> {
    return this.directory.list(filter, order);
  }

  /** @throws AccountNotFound */
  read(accountId: string): Promise<User> {
    return this.targets.mustFind(accountId);
  }

  /** The account that goes by that name. */
  find(name: string): Promise<User | null> {
    return this.users.findByIdentifier(name, 'any');
  }

  /**
   * Opens an account, whole or not at all.
   *
   * @throws NotPermitted, IdentifierTaken, IdentifierInvalid, PasswordUnacceptable, PasswordQueueFull, MetadataTooLarge
   * @throws NoEmailAddress when neither a password is given nor an address by which to choose one
   */
  async create(operator: Operator, account: NewAccount): Promise<User> {
    mustBeAbleToGive(operator, account.role);
    const { identifiers, role, profile = {}, password } = account;
    mustBeOneOfEach(identifiers);
    const hasEmail = identifiers.some(({ kind }) => kind === 'email');
    if (password === undefined && !hasEmail) throw new NoEmailAddress();
    await this.users.mustBeFree(identifiers);
    const passwordHash = await this.newHash(account);
    return this.database.transaction(async () => {
      const user = await this.users.create({ identifiers, passwordHash, role, cause: operator.cause });
      if (!isEmpty(profile)) await this.users.changeProfile(user.id, profile);
      await this.seating.welcome(user, {}, operator.cause);
      await this.settleEmail(operator, user, account);
      const fields = [...identifiers.map(({ kind }) => kind), ...Object.keys(profile)].sort();
      await this.targets.record('admin.account_created', { operator, accountId: user.id }, { role, fields });
      return this.users.mustFindById(user.id);
    });
  }

  /**
   * Changes what is given, all of it or nothing.
   *
   * @throws AccountNotFound, NotPermitted, StaleUpdate, IdentifierTaken, IdentifierInvalid, MetadataTooLarge
   */
  async update(order: Order, { email, username, profile = {} }: AccountUpdate): Promise<User> {
    return this.targets.change(order, async (user) => {
      if (username !== undefined) await this.replaceUsername(user, username);
      if (email) await this.replaceEmail(user, email, order.operator);
      if (!isEmpty(profile)) await this.users.changeProfile(user.id, profile);
      const names = [...(email ? ['email'] : []), ...(username === undefined ? [] : ['username'])];
      const fields = [...names, ...Object.keys(profile)].sort();
      if (fields.length > 0) await this.targets.record('admin.account_updated', order, { fields });
      return this.users.mustFindById(user.id);
    });
  }

  private async newHash({ password, identifiers, profile = {} }: NewAccount): Promise<string> {
    if (password === undefined) return NO_PASSWORD;
    const names = Object.fromEntries(identifiers.map(({ kind, display }) => [kind, display]));
    const { firstName = null, lastName = null } = profile;
    await this.passwords.mustBeAcceptable(password, { ...names, firstName, lastName });
    return this.passwords.store(password);
  }

  /** One mail at the most: that about a password proves the address too. */
  private async settleEmail(operator: Operator, user: User, account: NewAccount): Promise<void> {
    if (user.email === null) return;
    if (account.isEmailVerified === true) await this.users.confirmEmail(user, user.email);
    if (account.password === undefined) await this.recovery.requestFor(user, operator.cause);
    else if (account.isEmailVerified !== true) await this.emailVerification.sendTo(user, operator.cause.visitor);
  }

  private async replaceUsername(user: User, username: Identifier | null): Promise<void> {
    if (username?.kind === 'email') throw new IdentifierInvalid('username', 'must not be an e-mail address');
    if (username === null && user.email === null) {
      throw new IdentifierInvalid('username', 'is all that the account is called by');
    }
    await this.users.changeUsername(user.id, username);
  }

  private async replaceEmail(user: User, email: Identifier, { cause }: Operator): Promise<void> {
    await this.users.changeEmail(user, email, cause);
    const changed = await this.users.mustFindById(user.id);
    if (changed.email !== user.email && !changed.isEmailVerified) {
      await this.emailVerification.sendTo(changed, cause.visitor);
    }
  }
}

/** @throws IdentifierInvalid */
function mustBeOneOfEach(identifiers: readonly Identifier[]): void {
  if (identifiers.length === 0) throw new IdentifierInvalid('username', 'or e-mail address must be given');
  const kinds = new Set<string>();
  for (const { kind } of identifiers) {
    if (kinds.has(kind)) throw new IdentifierInvalid(kind, 'must be given once');
    kinds.add(kind);
  }
}

function isEmpty(profile: ProfileChange): boolean {
  return Object.keys(profile).length === 0;
}
