import { Inject, Injectable } from '@nestjs/common';
import type { Visitor } from '#core/kernel';
import { Limits } from '#core/limits';
import { LinkMails } from '#core/mails';
import { InvalidOneTimeToken, OneTimeTokensService } from '#core/one-time-tokens';
import { PasswordsService } from '#core/passwords';
import { SessionsService } from '#core/sessions';
import { identifierKey, UsersService } from '#core/users';
import { Stopwatch } from '#platform/clock';
import { Database } from '#platform/database';
import { type RecoveryConfig, recoverySection } from './recovery.config.js';

const PURPOSE = 'recover_password';

/** Longer than the work of writing a mail takes, so that its absence cannot be told by the clock. */
const SAME_FOR_ALL_MS = 60;

/** A new password for somebody who lost theirs and still reads their mail. */
@Injectable()
export class RecoveryService {
  constructor(
    @Inject(recoverySection.token) private readonly config: RecoveryConfig,
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly tokens: OneTimeTokensService,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly mails: LinkMails,
    private readonly limits: Limits,
  ) {}

  /**
   * Sends a link to the address if an enabled account has it. Whether one has is told neither by the
   * outcome nor by the time taken.
   *
   * @throws LimitExceeded
   */
  async request(email: string, visitor: Visitor): Promise<void> {
    const stopwatch = new Stopwatch();
    await this.limits.spend('send', { address: visitor.address, account: identifierKey(email) });
    await this.sendIfKnown(email);
    await stopwatch.until(SAME_FOR_ALL_MS);
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
    await this.limits.spend('one-time-token', { address: visitor.address });
    const { userId } = await this.tokens.peek(token, PURPOSE);
    this.passwords.mustBeAcceptable(password);
    const passwordHash = await this.passwords.store(password);
    await this.database.transaction(async () => {
      const user = await this.users.mustHold(userId);
      const { email } = await this.tokens.consume(token, PURPOSE);
      if (!(await this.users.reclaimEmail(user, email))) throw new InvalidOneTimeToken('address changed since');
      await this.users.setPasswordHash(userId, passwordHash);
      await this.sessions.endAllOf(userId, 'password_recovered');
    });
  }

  private async sendIfKnown(email: string): Promise<void> {
    const user = await this.users.findByIdentifier(email, 'email');
    if (!user?.isEnabled) return;
    // While a new address awaits its verification, the one it replaces is the better proof, if it ever was one.
    const address = user.replacedEmailConfirmedAt === null ? user.email : user.replacedEmail;
    if (address === null || identifierKey(address) !== identifierKey(email)) return;
    await this.mails.send({
      userId: user.id,
      to: address,
      purpose: PURPOSE,
      ttlSeconds: this.config.ttlSeconds,
      page: 'resetPassword',
      subject: 'Choose a new password',
      lead: 'Somebody, hopefully you, asked for a new password for your account. Choose it here:',
      label: 'Choose a new password',
      otherwise: 'If it was not you, ignore this mail: nothing changes without the link.',
    });
  }
}
