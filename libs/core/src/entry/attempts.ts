import { Injectable, Logger } from '@nestjs/common';
import { ANYBODY, type AuditKind, AuditService } from '#core/audit';
import { CoreError, type Visitor } from '#core/kernel';
import { type LimitedAction, type LimitedParty, Limits } from '#core/limits';
import { OrganizationChoiceRequired } from '#core/organizations';
import type { Session } from '#core/sessions';

/** What somebody comes in by. */
export type Credential = 'password' | 'client' | 'completion_secret' | 'refresh_token' | 'access_token';

/** What came to nothing. */
export interface Refusal {
  readonly kind: AuditKind;
  readonly credential: Credential;
  readonly visitor: Visitor;
  readonly accountId?: string | undefined;
  readonly sessionId?: string | undefined;
}

/** Counts every try to come in before it is made, and puts on record what came of it. */
@Injectable()
export class Attempts {
  private readonly logger = new Logger('EntryService');

  constructor(
    private readonly limits: Limits,
    private readonly audit: AuditService,
  ) {}

  /** @throws LimitExceeded */
  spend(action: LimitedAction, party: LimitedParty): Promise<() => Promise<void>> {
    return this.limits.spend(action, party);
  }

  /**
   * Puts a foreseen refusal into the log and on record, then throws it on; whatever else it is, it only
   * throws on. To be called outside of any transaction: this one is kept.
   */
  async refuse(error: unknown, { kind, credential, visitor, ...about }: Refusal): Promise<never> {
    if (!(error instanceof CoreError)) throw error;
    const reason = error.logReason ?? error.code;
    const { origin, address, requestId } = visitor;
    this.logger.log({ event: error.code, reason, origin, address, requestId });
    // Reuse is on record already, in the transaction that ended the session.
    if (reason === 'refresh_reuse') throw error;
    const cause = { actor: ANYBODY, visitor };
    await this.audit.recordFailure({ kind, cause, ...about, details: { credential, reason } });
    throw error;
  }

  /** The same once the password is proved: whoever has yet to choose an organisation is the owner all the same. */
  async turnAway(error: unknown, accountId: string, visitor: Visitor): Promise<never> {
    if (!(error instanceof OrganizationChoiceRequired)) {
      return this.refuse(error, { kind: 'sign_in.failed', credential: 'password', visitor, accountId });
    }
    await this.recordProof(accountId, visitor);
    throw error;
  }

  /** That a password was proved and no session opened for it. */
  recordProof(userId: string, visitor: Visitor): Promise<void> {
    return this.audit.record({ kind: 'password.proved', cause: { actor: userId, visitor }, accountId: userId });
  }

  recordSignIn(session: Session, visitor: Visitor, credential: Credential): Promise<void> {
    return this.recordOf(session, 'sign_in.succeeded', { visitor, details: { credential } });
  }

  recordRefresh(session: Session, visitor: Visitor, details: Readonly<Record<string, string>>): Promise<void> {
    return this.recordOf(session, 'refresh.succeeded', { visitor, details });
  }

  private recordOf(
    { id, userId }: Session,
    kind: AuditKind,
    { visitor, details }: { visitor: Visitor; details: Readonly<Record<string, string>> },
  ): Promise<void> {
    return this.audit.record({ kind, cause: { actor: userId, visitor }, accountId: userId, sessionId: id, details });
  }
}
