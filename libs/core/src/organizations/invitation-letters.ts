import { Inject, Injectable } from '@nestjs/common';
import type { Visitor } from '#core/kernel';
import { Limits } from '#core/limits';
import { LinkMails } from '#core/mails';
import { identifierKey } from '#core/users';
import { Clock, secondsAfter } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import { Random } from '#platform/random';
import type { Invitation } from './invitation.entity.js';
import type { Organization } from './organization.entity.js';
import { type OrganizationsConfig, organizationsSection } from './organizations.config.js';

/** A token with all that an invitation keeps of it. */
export interface FreshToken extends Pick<Invitation, 'digest' | 'sentAt' | 'expiresAt'> {
  readonly token: string;
}

/** The mails that invitations go out by, and the tokens in them. */
@Injectable()
export class InvitationLetters {
  constructor(
    @Inject(organizationsSection.token) private readonly config: OrganizationsConfig,
    private readonly mails: LinkMails,
    private readonly limits: Limits,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Counts one mail to that address. @throws LimitExceeded */
  async count(email: string): Promise<void> {
    await this.limits.spend('send', { account: identifierKey(email) });
  }

  freshToken(): FreshToken {
    const token = this.random.token();
    const sentAt = this.clock.now();
    const expiresAt = secondsAfter(sentAt, this.config.invitationTtlSeconds);
    return { token, digest: digestOf(token), sentAt, expiresAt };
  }

  async send(
    to: string,
    { name }: Organization,
    { token, visitor }: { readonly token: string; readonly visitor: Visitor | undefined },
  ): Promise<void> {
    await this.mails.sendLink({
      to,
      token,
      ...(visitor && { visitor }),
      purpose: 'join_organization',
      page: 'acceptInvitation',
      subject: `Join ${name}`,
      lead: `You are invited to join ${name}:`,
      label: 'Accept the invitation',
      otherwise: 'If you do not know what this is about, you need not do anything.',
    });
  }
}

/** What is kept of a token: 256 random bits need no key against guessing. */
export function digestOf(token: string): string {
  return sha256(token).toString('base64url');
}
