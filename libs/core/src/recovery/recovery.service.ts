import { Injectable } from '@nestjs/common';
import { AuditService } from '#core/audit';
import type { Cause, Visitor } from '#core/kernel';
import { Limits } from '#core/limits';
import { InvalidOneTimeToken, OneTimeTokensService } from '#core/one-time-tokens';
import { PasswordsService } from '#core/passwords';
import { SessionsService } from '#core/sessions';
import { identifierKey, type User, UsersService } from '#core/users';
import { Stopwatch } from '#platform/clock';
import { Database } from '#platform/database';
import { PURPOSE, RecoveryMails } from './recovery-mails.js';

/** Longer than the work of writing a mail takes, so that its absence cannot be told by the clock. */
const SAME_FOR_ALL_MS = 60;

/** A new password for somebody who lost theirs and still reads their mail. */
@Injectable()
export class RecoveryService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly tokens: OneTimeTokensService,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly mails: RecoveryMails,
    private readonly limits: Limits,
    private readonly audit: AuditService,
  ) {}

  /**
   * Sends a link to the address if an enabled account has it. Whether one has is told neither by the
   * outcome nor by the time taken.
   *
   * @throws LimitExceeded
   */
  async request(email: string, visitor: Visitor): Promise<void> {
    const stopwatch = new Stopwatch();
    const user = await this.users.findByIdentifier(email, 'email');
    await this.limits.spend('send', { ...visitor, account: identifierKey(email), userId: user?.id });
    await this.mails.sendIfKnown(email, visitor);
    await stopwatch.until(SAME_FOR_ALL_MS);
  }

  /** Sends a link to an account's address on behalf of somebody who looks after it. False when it has none. */
  requestFor(user: User, cause: Cause): Promise<boolean> {
    return this.mails.sendFor(user, cause);
  }

  /** Whether the token would let a password be set now. Uses nothing up. */
  isUsable(token: string): Promise<boolean> {
    return this.tokens.isUsable(token, PURPOSE);
  }

  /**
   * Sets the password, uses the token up, ends all sessions of the account, and takes the mail that
   * carried the token as proof of its address: a change to another that is under way is undone. A
   * password that is refused leaves the token good.
   *
   * @throws LimitExceeded, PasswordUnacceptable, PasswordQueueFull
   * @throws InvalidOneTimeToken also when the account has let go of the address since
   */
  async setPassword(token: string, password: string, visitor: Visitor): Promise<void> {
    await this.limits.spend('one-time-token', { ...visitor, account: token });
    const { userId } = await this.tokens.peek(token, PURPOSE);
    await this.passwords.mustBeAcceptable(password, await this.users.mustFindById(userId));
    const passwordHash = await this.passwords.store(password);
    const cause = { actor: userId, visitor };
    await this.database.transaction(async () => {
      const user = await this.users.mustHold(userId);
      const { email } = await this.tokens.consume(token, PURPOSE);
      if (!(await this.users.reclaimEmail(user, email, cause))) throw new InvalidOneTimeToken('address changed since');
      await this.audit.record({ kind: 'recovery.completed', cause, accountId: userId });
      await this.users.setPasswordHash(userId, passwordHash, cause);
      await this.sessions.endAllOf(userId, 'password_recovered', undefined, { visitor });
      await this.limits.forgetNetworks(userId, visitor);
    });
    await this.limits.pardon({ ...visitor, account: userId });
  }
}
