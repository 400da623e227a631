import { Injectable } from '@nestjs/common';
import { NotAMember, OrganizationsService, type Seat } from '#core/organizations';
import { identifierKey, type User } from '#core/users';
import { EmailNotVerified } from './errors.js';

/** What a way in asks for beyond a live account. */
export interface Demands {
  readonly verifiedEmail?: boolean;
  /** A seat in some organisation, or in the one with that id. */
  readonly membership?: boolean | { readonly organizationId: string };
}

/** Somebody who may enter, and where they sit if that was asked. */
export interface Admission {
  readonly user: User;
  readonly seat?: Seat;
}

/**
 * The one place that decides whether an account may enter. Every credential, whatever its kind and
 * whichever API it came through, is proved first and brought here second.
 */
@Injectable()
export class Gate {
  constructor(private readonly organizations: OrganizationsService) {}

  /** Whether the account's state lets anybody use it at all. */
  isOpenTo(user: User | null | undefined): user is User {
    return user?.isEnabled === true;
  }

  /**
   * Checks what this way in asks for on top.
   *
   * @param as the name that was given at the door, where one was
   * @throws EmailNotVerified, NotAMember
   */
  async mustMeet(user: User, demands: Demands = {}, as?: string): Promise<Admission> {
    if (demands.verifiedEmail === true && !isVerifiedAs(user, as)) {
      throw new EmailNotVerified(user.id, user.email ?? '');
    }
    if (demands.membership === undefined || demands.membership === false) return { user };
    return { user, seat: await this.seatFor(user, demands.membership) };
  }

  private async seatFor(user: User, wanted: true | { readonly organizationId: string }): Promise<Seat> {
    const seats = await this.organizations.seatsOf(user.id);
    const seat =
      wanted === true ? seats[0] : seats.find(({ organization }) => organization.id === wanted.organizationId);
    if (!seat) throw new NotAMember();
    return seat;
  }
}

/** A new address that is not proved yet does not lean on the one it replaces: who comes by it is not verified. */
function isVerifiedAs(user: User, name: string | undefined): boolean {
  const comesByEmail = name !== undefined && user.email !== null && identifierKey(user.email) === identifierKey(name);
  return comesByEmail ? user.isEmailVerified : user.hasVerifiedEmail;
}
