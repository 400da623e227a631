import { Inject, Injectable } from '@nestjs/common';
import { AuditService } from '#core/audit';
import { Limits } from '#core/limits';
import type { Visitor } from '#core/kernel';
import { LinkMails } from '#core/mails';
import { InvalidOneTimeToken, OneTimeTokensService } from '#core/one-time-tokens';
import { identifierKey, type User, UsersService } from '#core/users';
import { Database } from '#platform/database';
import { type EmailVerificationConfig, emailVerificationSection } from './email-verification.config.js';
import { EmailAlreadyVerified, UnknownEmail } from './errors.js';

const PURPOSE = 'verify_email';

/** Proves that an account's owner reads the mail of its address. */
@Injectable()
export class EmailVerificationService {
  constructor(
    @Inject(emailVerificationSection.token) private readonly config: EmailVerificationConfig,
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly tokens: OneTimeTokensService,
    private readonly mails: LinkMails,
    private readonly limits: Limits,
    private readonly audit: AuditService,
  ) {}

  /**
   * Sends a mail to the account of that address, on request of anybody.
   *
   * @throws LimitExceeded, UnknownEmail, EmailAlreadyVerified
   */
  async request(email: string, visitor: Visitor): Promise<void> {
    const user = await this.users.findByIdentifier(email, 'email');
    await this.limits.spend('send', { ...visitor, account: identifierKey(email), userId: user?.id });
    if (!user) throw new UnknownEmail();
    if (user.isEmailVerified) throw new EmailAlreadyVerified();
    await this.sendTo(user, visitor);
  }

  /** Sends a mail to the account's address, if it has one. Its link replaces that of any earlier mail. */
  async sendTo(user: User, visitor?: Visitor): Promise<void> {
    const { email } = user;
    if (email === null) return;
    await this.mails.send({
      userId: user.id,
      ...(visitor && { visitor }),
      to: email,
      purpose: PURPOSE,
      ttlSeconds: this.config.ttlSeconds,
      page: 'verifyEmail',
      subject: 'Confirm your e-mail address',
      lead: 'Please confirm that this is your e-mail address:',
      label: 'Confirm the address',
      otherwise: 'If you did not ask for this, you need not do anything.',
    });
  }

  /** Whether the token would verify an address now. Uses nothing up. */
  isUsable(token: string): Promise<boolean> {
    return this.tokens.isUsable(token, PURPOSE);
  }

  /**
   * Uses a token up and records the address as verified.
   *
   * @throws LimitExceeded
   * @throws InvalidOneTimeToken also when the account has changed its address since
   */
  async verify(token: string, visitor: Visitor): Promise<void> {
    await this.limits.spend('one-time-token', { ...visitor, account: token });
    await this.database.transaction(async () => {
      const { userId } = await this.tokens.peek(token, PURPOSE);
      const user = await this.users.mustHold(userId);
      const { email } = await this.tokens.consume(token, PURPOSE);
      if (!(await this.users.confirmEmail(user, email))) throw new InvalidOneTimeToken('address changed since');
      await this.audit.record({ kind: 'email.verified', cause: { actor: userId, visitor }, accountId: userId });
    });
  }
}
