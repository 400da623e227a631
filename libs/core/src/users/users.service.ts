import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { AuditService } from '#core/audit';
import { BY_SYSTEM, type Cause } from '#core/kernel';
import { Clock, secondsAfter } from '#platform/clock';
import { Database, isUniqueViolation } from '#platform/database';
import { Ids } from '#platform/random';
import { IdentifierTaken, MetadataTooLarge } from './errors.js';
import { emailIdentifier, type Identifier, identifierKey, type IdentifierKind, isPrintable } from './identifier.js';
import type { Role } from './roles.js';
import { UserIdentifier } from './user-identifier.entity.js';
import { type Metadata, User } from './user.entity.js';

export interface NewUser {
  /** One or two, of different kinds. */
  readonly identifiers: readonly Identifier[];
  readonly passwordHash: string;
  readonly role: Role;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly userMetadata?: Metadata;
  /** Who opens the account; by default its owner. */
  readonly cause?: Partial<Cause>;
}

/** What an account tells of its owner, as far as no name is concerned; null takes something away. */
export type ProfileChange = Partial<
  Pick<User, 'firstName' | 'lastName' | 'nickname' | 'picture' | 'phone' | 'userMetadata' | 'appMetadata'>
>;

const MILLISECOND = 0.001;

/** What an account's owner may keep in it, as JSON: about what one request can carry. */
const METADATA_MAX_BYTES = 64 * 1024;

/** Accounts: their names, profile and state. Judges nobody; the gate does. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: AuditService,
  ) {}

  /** @throws IdentifierTaken also when two are made for one name at the same moment */
  async create(input: NewUser): Promise<User> {
    const now = this.clock.now();
    const user = this.database.repository(User).create({
      id: this.ids.next(),
      email: displayOf(input.identifiers, 'email'),
      username: displayOf(input.identifiers, 'username'),
      passwordHash: input.passwordHash,
      role: input.role,
      firstName: input.firstName ?? null,
      lastName: input.lastName ?? null,
      userMetadata: input.userMetadata ?? {},
      appMetadata: {},
      replacedEmail: null,
      replacedEmailConfirmedAt: null,
      nickname: null,
      picture: null,
      phone: null,
      emailConfirmedAt: null,
      phoneConfirmedAt: null,
      lastSignInAt: null,
      disabledAt: null,
      createdAt: now,
      updatedAt: now,
    });
    await this.database.transaction(async () => {
      await this.database.insert(User, user);
      for (const identifier of input.identifiers) await this.claim(user.id, identifier);
      const cause = { actor: user.id, ...input.cause };
      await this.audit.record({ kind: 'sign_up', cause, accountId: user.id, details: { role: user.role } });
    });
    return user;
  }

  findById(id: string): Promise<User | null> {
    return this.database.first(User, { id });
  }

  /** @throws Error when there is none: the caller holds an id that the database vouched for */
  async mustFindById(id: string): Promise<User> {
    const user = await this.findById(id);
    if (!user) throw new Error(`There is no account ${id}`);
    return user;
  }

  /**
   * The same, to change it: until the end of the transaction in progress, whoever else asks like this
   * for that account waits. A transaction that also touches other tables asks first.
   */
  async mustHold(id: string): Promise<User> {
    await this.database.lock(`users:${id}`);
    return this.mustFindById(id);
  }

  /** The account that goes by that name. With `accept: 'email'` a user name finds nobody. */
  async findByIdentifier(name: string, accept: 'email' | 'any'): Promise<User | null> {
    const key = identifierKey(name);
    if (!isPrintable(key)) return null;
    const where = { key, ...(accept === 'email' && { kind: 'email' as const }) };
    const found = await this.database.first(UserIdentifier, where, 'user');
    return found?.user ?? null;
  }

  /** @throws IdentifierTaken */
  async mustBeFree(identifiers: readonly Identifier[]): Promise<void> {
    for (const { key, kind } of identifiers) {
      if (await this.database.repository(UserIdentifier).existsBy({ key })) throw new IdentifierTaken(kind);
    }
  }

  /**
   * Gives the account a new, unconfirmed address. The one it replaces stays good for signing in
   * until the new one is confirmed; giving that one back undoes the change.
   *
   * @throws IdentifierTaken
   */
  async changeEmail({ id }: User, email: Identifier, cause: Cause = BY_SYSTEM): Promise<void> {
    await this.database.transaction(async () => {
      const user = await this.mustHold(id);
      if (user.email !== null && identifierKey(user.email) === email.key) return;
      await this.audit.record({ kind: 'email.changed', cause, accountId: id });
      const kept = user.replacedEmail ?? user.email;
      if (user.email !== null && user.email !== kept) await this.release(user.id, user.email);
      if (kept !== null && identifierKey(kept) === email.key) return this.restoreEmail(user, kept);
      await this.claim(user.id, email);
      await this.update(user.id, {
        email: email.display,
        emailConfirmedAt: null,
        replacedEmail: kept,
        replacedEmailConfirmedAt: user.replacedEmail === null ? user.emailConfirmedAt : user.replacedEmailConfirmedAt,
      });
    });
  }

  /**
   * Records that the owner can read mail at that address, and lets go of the one it replaces.
   * False, and nothing changes, when the account has another address by now.
   */
  async confirmEmail({ id }: User, email: string): Promise<boolean> {
    return this.database.transaction(async () => {
      const user = await this.mustHold(id);
      if (user.email === null || identifierKey(user.email) !== identifierKey(email)) return false;
      if (user.replacedEmail !== null) await this.release(user.id, user.replacedEmail);
      await this.update(user.id, {
        emailConfirmedAt: user.emailConfirmedAt ?? this.clock.now(),
        replacedEmail: null,
        replacedEmailConfirmedAt: null,
      });
      return true;
    });
  }

  /**
   * The same for an owner who takes the account back: a change away from that address which is not
   * confirmed is undone, for it may have been somebody else's.
   */
  async reclaimEmail(user: User, email: string, cause: Cause = BY_SYSTEM): Promise<boolean> {
    return this.database.transaction(async () => {
      const { replacedEmail } = await this.mustHold(user.id);
      const isReplaced = replacedEmail !== null && identifierKey(replacedEmail) === identifierKey(email);
      if (isReplaced) await this.changeEmail(user, emailIdentifier(replacedEmail), cause);
      return this.confirmEmail(user, email);
    });
  }

  async setPasswordHash(userId: string, passwordHash: string, cause: Cause = BY_SYSTEM): Promise<void> {
    await this.database.transaction(async () => {
      await this.update(userId, { passwordHash });
      await this.audit.record({ kind: 'password.changed', cause, accountId: userId });
    });
  }

  /** Stores the same password under a better scheme, unless it was changed meanwhile. */
  async upgradePasswordHash(userId: string, from: string, to: string): Promise<void> {
    await this.database.update(User, { id: userId, passwordHash: from }, { passwordHash: to });
  }

  /** @throws MetadataTooLarge */
  setUserMetadata(userId: string, userMetadata: Metadata): Promise<void> {
    return this.changeProfile(userId, { userMetadata });
  }

  /**
   * Changes what is given. Another telephone number is not confirmed.
   *
   * @throws MetadataTooLarge
   */
  async changeProfile(userId: string, change: ProfileChange): Promise<void> {
    for (const metadata of [change.userMetadata, change.appMetadata]) mustBeKeepable(metadata);
    await this.database.transaction(async () => {
      const { phone } = await this.mustHold(userId);
      const isOtherPhone = change.phone !== undefined && change.phone !== phone;
      await this.update(userId, { ...change, ...(isOtherPhone && { phoneConfirmedAt: null }) });
    });
  }

  /**
   * Gives the account another user name at once, or takes the one it has.
   *
   * @throws IdentifierTaken
   */
  async changeUsername(userId: string, username: Identifier | null): Promise<void> {
    await this.database.transaction(async () => {
      const user = await this.mustHold(userId);
      if (user.username !== null) await this.release(userId, user.username);
      if (username !== null) await this.claim(userId, username);
      await this.update(userId, { username: username?.display ?? null });
    });
  }

  async setRole(userId: string, role: Role): Promise<void> {
    await this.update(userId, { role });
  }

  /** Removes the account and everything that is its own. */
  async delete(userId: string): Promise<void> {
    await this.database.remove(User, { id: userId });
  }

  /** Whether an enabled account of that role is there beside the given one. */
  hasOtherOf(role: Role, userId: string): Promise<boolean> {
    return this.database.repository(User).existsBy({ role, id: Not(userId), disabledAt: IsNull() });
  }

  async setEnabled(userId: string, enabled: boolean): Promise<void> {
    await this.update(userId, { disabledAt: enabled ? null : this.clock.now() });
  }

  async recordSignIn(user: User): Promise<void> {
    user.lastSignInAt = this.clock.now();
    await this.database.update(User, { id: user.id }, { lastSignInAt: user.lastSignInAt });
  }

  /** The moment of a change is later with each, so that it also tells one state from the next. */
  private async update(userId: string, change: Partial<User>): Promise<void> {
    await this.database.transaction(async () => {
      const { updatedAt } = await this.mustHold(userId);
      const now = this.clock.now();
      const next = now > updatedAt ? now : secondsAfter(updatedAt, MILLISECOND);
      await this.database.update(User, { id: userId }, { ...change, updatedAt: next });
    });
  }

  private restoreEmail(user: User, email: string): Promise<void> {
    return this.update(user.id, {
      email,
      emailConfirmedAt: user.replacedEmailConfirmedAt,
      replacedEmail: null,
      replacedEmailConfirmedAt: null,
    });
  }

  private async claim(userId: string, { key, kind }: Identifier): Promise<void> {
    try {
      await this.database.insert(UserIdentifier, { key, kind, userId } as UserIdentifier);
    } catch (error) {
      throw isUniqueViolation(error) ? new IdentifierTaken(kind) : error;
    }
  }

  private async release(userId: string, name: string): Promise<void> {
    await this.database.remove(UserIdentifier, { key: identifierKey(name), userId });
  }
}

function mustBeKeepable(metadata: Metadata | undefined): void {
  if (metadata !== undefined && Buffer.byteLength(JSON.stringify(metadata)) > METADATA_MAX_BYTES) {
    throw new MetadataTooLarge(METADATA_MAX_BYTES);
  }
}

function displayOf(identifiers: readonly Identifier[], kind: IdentifierKind): string | null {
  return identifiers.find((identifier) => identifier.kind === kind)?.display ?? null;
}
