import { Inject, Injectable } from '@nestjs/common';
import { ANYBODY, AuditService } from '#core/audit';
import type { Visitor } from '#core/kernel';
import { LinkMails } from '#core/mails';
import { identifierKey, UsersService } from '#core/users';
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
      // While a new address awaits its verification, the one it replaces is the better proof, if it ever was one.
      const address = user.replacedEmailConfirmedAt === null ? user.email : user.replacedEmail;
      if (address === null || identifierKey(address) !== identifierKey(email)) return;
      await this.send(user.id, address, visitor);
    });
  }

  private send(userId: string, to: string, visitor: Visitor): Promise<void> {
    return this.mails.send({
      userId,
      visitor,
      to,
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
