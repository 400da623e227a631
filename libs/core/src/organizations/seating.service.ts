import { Inject, Injectable } from '@nestjs/common';
import { BY_SYSTEM, type Cause, type Visitor } from '#core/kernel';
import type { User } from '#core/users';
import { AcceptanceService } from './acceptance.service.js';
import { DomainsService } from './domains.service.js';
import { AlreadyAMember, InvitationInvalid, InvitationRequired, OrganizationNotFound } from './errors.js';
import { MembersService, type Seat } from './members.service.js';
import { type OrganizationsConfig, organizationsSection } from './organizations.config.js';
import { DEFAULT, OrganizationsService } from './organizations.service.js';

/** By which a new account may ask for a seat. */
export interface SeatRequest {
  /** The token of an invitation. */
  readonly invitation?: string;
  /** Whether an account without a seat is of no use to the way in that it comes by. */
  readonly isRequired?: boolean;
}

/**
 * How people come by their seats. With a single tenant everybody is a member of the default
 * organisation. With many, a seat is had by invitation, or by a verified address of a domain whose
 * organisation lets everybody of it join.
 */
@Injectable()
export class SeatingService {
  constructor(
    @Inject(organizationsSection.token) private readonly config: OrganizationsConfig,
    private readonly organizations: OrganizationsService,
    private readonly members: MembersService,
    private readonly domains: DomainsService,
    private readonly acceptance: AcceptanceService,
  ) {}

  /**
   * Whether an account of that address may be opened. Uses nothing up.
   *
   * @throws InvitationInvalid, InvitationRequired
   */
  async mustBeWelcome(email: string | undefined, { invitation, isRequired }: SeatRequest): Promise<void> {
    if (invitation !== undefined) return this.mustBeInvited(invitation);
    if (!this.config.isMultiTenant || isRequired !== true) return;
    const isOpen = email !== undefined && (await this.domains.openTo(email)) !== undefined;
    if (!isOpen) throw new InvitationRequired();
  }

  /**
   * Gives a new account its first seat, if it is to have one before its address is verified.
   *
   * @throws InvitationInvalid, InvitationRequired
   */
  async welcome(user: User, request: SeatRequest = {}, cause: Cause = BY_SYSTEM): Promise<void> {
    await this.mustBeWelcome(user.email ?? undefined, request);
    if (request.invitation !== undefined) return this.acceptance.accept(user, request.invitation, cause);
    if (!this.config.isMultiTenant) await this.joinDefault(user.id, cause);
  }

  /** Puts it on record if it was the invitation that stood in the way, and throws on; see {@link AcceptanceService}. */
  async refuse(error: unknown, { invitation }: SeatRequest, visitor: Visitor): Promise<never> {
    if (invitation === undefined) throw error;
    return this.acceptance.refuse(error, invitation, visitor);
  }

  /**
   * The seats that an account can sign in to, after it has taken the one that its address opens to it.
   * Only a verified address does: anybody can sign up with anybody's.
   */
  async seatsOf(user: User, visitor?: Visitor): Promise<Seat[]> {
    if (this.config.isMultiTenant) await this.joinByDomain(user, visitor);
    return this.members.seatsOf(user.id);
  }

  /** Whether several seats make a choice; with a single tenant the oldest one is taken. */
  get isChoosing(): boolean {
    return this.config.isMultiTenant;
  }

  private async mustBeInvited(invitation: string): Promise<void> {
    if (!this.config.isMultiTenant) throw new InvitationInvalid('there are no invitations');
    await this.acceptance.peek(invitation);
  }

  private async joinDefault(userId: string, cause: Cause): Promise<void> {
    const organization = await this.organizations.findBySlug(DEFAULT.slug);
    if (organization) await this.members.add(organization.id, userId, 'member', { by: 'default', cause });
  }

  private async joinByDomain(user: User, visitor?: Visitor): Promise<void> {
    if (user.email === null || !user.isEmailVerified) return;
    const organizationId = await this.domains.openTo(user.email);
    if (organizationId === undefined || (await this.members.isListed(organizationId, user.id))) return;
    // Another sign-in at the same moment may have taken the seat, or the organisation be deleted: both are well.
    const cause = { actor: user.id, ...(visitor && { visitor }) };
    await this.members.add(organizationId, user.id, 'member', { by: 'domain', cause }).catch((error: unknown) => {
      if (!(error instanceof AlreadyAMember || error instanceof OrganizationNotFound)) throw error;
    });
  }
}
