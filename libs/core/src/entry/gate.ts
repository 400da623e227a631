import { Injectable } from '@nestjs/common';
import type { Visitor } from '#core/kernel';
import { KnownNetworks } from '#core/limits';
import { MembersService, NotAMember, OrganizationChoiceRequired, SeatingService, type Seat } from '#core/organizations';
import { type OpenedSession, type Session, SessionsService } from '#core/sessions';
import { identifierKey, type User, UsersService } from '#core/users';
import { Database, type Soon } from '#platform/database';
import { Attempts, type Credential } from './attempts.js';
import { EmailNotVerified } from './errors.js';

/** What a way in asks for beyond a live account. */
export interface Demands {
  readonly verifiedEmail?: boolean;
  /** A seat in some organisation, or in the one with that id. */
  readonly membership?: boolean | { readonly organizationId: string };
}

/** Somebody at the door, as far as it matters for what is asked there. */
export interface Arrival {
  readonly visitor: Visitor;
  /** The name that was given, where one was. */
  readonly as?: string;
}

/** Somebody who may enter, and where they sit if that was asked. */
export interface Admission {
  readonly user: User;
  readonly seat?: Seat;
}

/** What a session is opened for, and by what. */
export interface Opening {
  readonly credential: Credential;
  readonly isRefreshable: boolean;
  readonly clientId?: string;
}

/** Somebody who has just come in. */
export interface Entrance extends Admission, OpenedSession {}

/**
 * The one place that decides whether an account may enter. Every credential, whatever its kind and
 * whichever API it came through, is proved first and brought here second.
 */
@Injectable()
export class Gate {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly seating: SeatingService,
    private readonly members: MembersService,
    private readonly attempts: Attempts,
    private readonly knownNetworks: KnownNetworks,
  ) {}

  /** Whether the account's state lets anybody use it at all. */
  isOpenTo(user: User | null | undefined): user is User {
    return user?.isEnabled === true;
  }

  /**
   * Whether a session still has what it was opened for: one for an organisation needs its account's seat
   * there, at every use. Others cost no look-up.
   */
  isStillSeated({ userId, organizationId }: Session): Soon<boolean> {
    return organizationId === null || this.isSeated(userId, organizationId);
  }

  /**
   * Checks what this way in asks for on top.
   *
   * @throws EmailNotVerified, NotAMember, OrganizationChoiceRequired
   */
  async mustMeet(user: User, { visitor, as }: Arrival, demands: Demands = {}): Promise<Admission> {
    if (demands.verifiedEmail === true && !isVerifiedAs(user, as)) {
      throw new EmailNotVerified(user.id, user.email ?? '');
    }
    if (demands.membership === undefined || demands.membership === false) return { user };
    return { user, seat: await this.seatFor(user, demands.membership, visitor) };
  }

  /** Opens a session for somebody who was admitted, and puts that on record. */
  async letIn({ user, seat }: Admission, visitor: Visitor, { credential, ...options }: Opening): Promise<Entrance> {
    return this.database.transaction(async () => {
      await this.users.recordSignIn(user);
      const order = { userId: user.id, visitor, ...options, ...(seat && { organizationId: seat.organization.id }) };
      const opened = await this.sessions.open(order);
      await this.knownNetworks.note(user.id, visitor.address);
      await this.attempts.recordSignIn(opened.session, visitor, credential);
      if (seat) await this.members.recordActivity(user.id, seat.organization.id);
      return { user, ...(seat && { seat }), ...opened };
    });
  }

  /** Notes that somebody who was admitted goes on. */
  async noteActivity({ user, seat }: Admission): Promise<void> {
    if (seat) await this.members.recordActivity(user.id, seat.organization.id);
  }

  private async isSeated(userId: string, organizationId: string): Promise<boolean> {
    return (await this.members.findSeat(userId, organizationId)) !== undefined;
  }

  private async seatFor(
    user: User,
    wanted: true | { readonly organizationId: string },
    visitor: Visitor,
  ): Promise<Seat> {
    return wanted === true ? this.onlySeatOf(user, visitor) : this.seatIn(wanted.organizationId, user);
  }

  private async onlySeatOf(user: User, visitor: Visitor): Promise<Seat> {
    const [seat, ...others] = await this.seating.seatsOf(user, visitor);
    if (!seat) throw new NotAMember();
    if (others.length > 0 && this.seating.isChoosing) throw new OrganizationChoiceRequired(user);
    return seat;
  }

  private async seatIn(organizationId: string, { id }: User): Promise<Seat> {
    const seat = await this.members.findSeat(id, organizationId);
    if (!seat) throw new NotAMember(organizationId);
    return seat;
  }
}

/** A new address that is not proved yet does not lean on the one it replaces: who comes by it is not verified. */
function isVerifiedAs(user: User, name: string | undefined): boolean {
  const comesByEmail = name !== undefined && user.email !== null && identifierKey(user.email) === identifierKey(name);
  return comesByEmail ? user.isEmailVerified : user.hasVerifiedEmail;
}
