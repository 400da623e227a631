import { Inject, Injectable } from '@nestjs/common';
import { ANYBODY, AuditService } from '#core/audit';
import type { Cause, Visitor } from '#core/kernel';
import { type LinkMail, LinkMails } from '#core/mails';
import { identifierKey, type User, UsersService } from '#core/users';
import { Database } from '#platform/database';
import { type RecoveryConfig, recoverySection } from './recovery.config.js';

export const PURPOSE = 'recover_password';

/** The mails that let somebody choose a new password. */
@Injectable()
export class RecoveryMails {
  constructor(
    @Inject(recoverySection.token) private readonly config: RecoveryConfig,
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly mails: LinkMails,
    private readonly audit: AuditService,
  ) {}

  /** Sends one if an enabled account has that address; that it was asked for goes on record in any case. */
  async sendIfKnown(email: string, visitor: Visitor): Promise<void> {
    await this.database.transaction(async () => {
      const user = await this.users.findByIdentifier(email, 'email');
      await this.audit.record({ kind: 'recovery.requested', cause: { actor: ANYBODY, visitor }, accountId: user?.id });
      if (!user?.isEnabled) return;
      const address = addressOf(user);
      if (address === null || identifierKey(address) !== identifierKey(email)) return;
      await this.mails.send({ ...this.letter(user.id, address), visitor });
    });
  }

  /** Sends one to the address of an account on behalf of somebody who looks after it. False when it has none. */
  async sendFor(user: User, { visitor }: Cause): Promise<boolean> {
    const address = addressOf(user);
    if (address === null) return false;
    const lead = 'An administrator asks you to choose a password for your account. Choose it here:';
    await this.mails.send({ ...this.letter(user.id, address), lead, ...(visitor && { visitor }) });
    return true;
  }

  private letter(userId: string, to: string): LinkMail {
    return {
      userId,
      to,
      purpose: PURPOSE,
      ttlSeconds: this.config.ttlSeconds,
      page: 'resetPassword',
      subject: 'Choose a new password',
      lead: 'Somebody, hopefully you, asked for a new password for your account. Choose it here:',
      label: 'Choose a new password',
      otherwise: 'If it was not you, ignore this mail: nothing changes without the link.',
    };
  }
}

/** While a new address awaits its verification, the one it replaces is the better proof, if it ever was one. */
function addressOf({ email, replacedEmail, replacedEmailConfirmedAt }: User): string | null {
  return replacedEmailConfirmedAt === null ? email : replacedEmail;
}
