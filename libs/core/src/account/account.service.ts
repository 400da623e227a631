import { Injectable } from '@nestjs/common';
import { type ClientCredentials, ClientsService } from '#core/clients';
import { EmailVerificationService } from '#core/email-verification';
import type { Cause, Visitor } from '#core/kernel';
import { Limits } from '#core/limits';
import { OneTimeTokensService } from '#core/one-time-tokens';
import { PasswordsService } from '#core/passwords';
import { SessionsService } from '#core/sessions';
import { InvalidAccessToken } from '#core/tokens';
import { type Identifier, identifierKey, type Metadata, type User, UsersService } from '#core/users';
import { Database } from '#platform/database';

/** Whose account it is, and the session that shows it. */
export interface AccountOwner {
  readonly userId: string;
  readonly sessionId: string;
  readonly visitor: Visitor;
}

export interface AccountChange {
  readonly email?: Identifier;
  readonly password?: string;
  /** Merged into what is there, key by key; null removes a key. */
  readonly metadata?: Metadata;
}

/** What an account's owner may do with it. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly clients: ClientsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly emailVerification: EmailVerificationService,
    private readonly limits: Limits,
  ) {}

  /**
   * Changes what is given, all of it or nothing. A new password ends every session but the one it
   * was changed from; a new address is sent a mail to verify it.
   *
   * @throws LimitExceeded, PasswordUnacceptable, PasswordQueueFull, IdentifierTaken, MetadataTooLarge
   * @throws InvalidAccessToken when the session has ended meanwhile: hashing takes its time
   */
  async change(owner: AccountOwner, change: AccountChange): Promise<User> {
    const { userId, sessionId } = owner;
    await this.countMail(owner, change.email);
    const passwordHash = await this.newHash(userId, change);
    return this.database.transaction(async () => {
      const user = await this.users.mustHold(userId);
      const session = await this.sessions.find(sessionId);
      if (session?.endedAt !== null) throw new InvalidAccessToken('session over meanwhile');
      if (change.metadata) await this.users.setUserMetadata(userId, merged(user.userMetadata, change.metadata));
      if (passwordHash !== undefined) await this.replacePassword(owner, passwordHash);
      if (change.email) await this.replaceEmail(user, change.email, owner);
      return this.users.mustFindById(userId);
    });
  }

  /** The account's client credentials. */
  credentialsOf(userId: string): Promise<ClientCredentials> {
    return this.clients.credentialsOf(userId);
  }

  /** A new pair of client credentials; the old pair and every session it opened are over at once. */
  async regenerateClient(userId: string, visitor?: Visitor): Promise<ClientCredentials> {
    const cause = { actor: userId, ...(visitor && { visitor }) };
    return this.database.transaction(async () => {
      const { credentials, replacedId } = await this.clients.replace(userId, cause);
      if (replacedId !== undefined) await this.sessions.endOpenedBy(replacedId, 'client_regenerated', cause);
      return credentials;
    });
  }

  /** A new address is sent a mail, and whoever has mails sent is counted. */
  private async countMail({ userId, visitor }: AccountOwner, email: Identifier | undefined): Promise<void> {
    if (!email) return;
    const { email: present } = await this.users.mustFindById(userId);
    if (present !== null && identifierKey(present) === email.key) return;
    await this.limits.spend('send', { ...visitor, account: email.key, userId });
  }

  private async newHash(userId: string, { password, email }: AccountChange): Promise<string | undefined> {
    if (password === undefined) return undefined;
    const user = await this.users.mustFindById(userId);
    const { username, firstName, lastName } = user;
    await this.passwords.mustBeAcceptable(password, {
      email: email?.display ?? user.email,
      username,
      firstName,
      lastName,
    });
    return this.passwords.store(password);
  }

  private async replacePassword(owner: AccountOwner, passwordHash: string): Promise<void> {
    const { userId, sessionId, visitor } = owner;
    await this.users.setPasswordHash(userId, passwordHash, causeOf(owner));
    await this.oneTimeTokens.revoke(userId, 'recover_password');
    await this.sessions.endAllOf(userId, 'password_changed', sessionId, { visitor });
    await this.limits.forgetNetworks(userId, visitor);
  }

  private async replaceEmail(user: User, email: Identifier, owner: AccountOwner): Promise<void> {
    await this.users.changeEmail(user, email, causeOf(owner));
    const changed = await this.users.mustFindById(user.id);
    if (changed.email !== user.email && !changed.isEmailVerified)
      await this.emailVerification.sendTo(changed, owner.visitor);
  }
}

function causeOf({ userId, sessionId, visitor }: AccountOwner): Cause {
  return { actor: userId, sessionId, visitor };
}

function merged(present: Metadata, change: Metadata): Metadata {
  return Object.fromEntries(Object.entries({ ...present, ...change }).filter(([, value]) => value !== null));
}
