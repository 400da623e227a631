import { CoreError } from '#core/kernel';
import type { User } from '#core/users';

/** The account belongs to no organisation that it could sign in to, or not to the one it names. */
export class NotAMember extends CoreError {
  readonly code = 'not_a_member';

  constructor(readonly organizationId?: string) {
    super(`The account does not belong to ${organizationId === undefined ? 'any' : 'that'} organization`);
  }
}

/** The account belongs to several organisations, and one has to be chosen. */
export class OrganizationChoiceRequired extends CoreError {
  readonly code = 'organization_choice_required';
  /** Out of reach of whatever writes errors down. */
  readonly #user: User;

  constructor(user: User) {
    super('The account belongs to several organizations');
    this.#user = user;
  }

  /** Whose identity was proved, as it was then. */
  get user(): User {
    return this.#user;
  }
}

/** The invitation is unknown, used, revoked, expired, or meant for another address. */
export class InvitationInvalid extends CoreError {
  readonly code = 'invitation_invalid';

  constructor(logReason?: string) {
    super('The invitation is not valid', logReason);
  }
}

/** Only who is invited, or has an address of a domain that opens the door, may sign up here. */
export class InvitationRequired extends CoreError {
  readonly code = 'invitation_required';

  constructor() {
    super('An invitation is needed to sign up');
  }
}

/** There is no such organisation, or it is deleted. */
export class OrganizationNotFound extends CoreError {
  readonly code = 'organization_not_found';

  constructor() {
    super('The organization does not exist');
  }
}

/** Something about an organisation is not as it has to be. */
export class OrganizationInvalid extends CoreError {
  readonly code = 'organization_invalid';

  constructor(
    readonly field: string,
    readonly rule: string,
  ) {
    super(`${field} ${rule}`);
  }
}

/** Another organisation, maybe a deleted one, has that slug. */
export class SlugTaken extends CoreError {
  readonly code = 'slug_taken';

  constructor() {
    super('That slug is already taken');
  }
}

/** Somebody else has changed it since it was read. */
export class StaleUpdate extends CoreError {
  readonly code = 'stale_update';

  constructor() {
    super('It has been changed meanwhile');
  }
}

export class MemberNotFound extends CoreError {
  readonly code = 'member_not_found';

  constructor() {
    super('The account is not a member of the organization');
  }
}

/** The account sits there already, or is banned from sitting there. */
export class AlreadyAMember extends CoreError {
  readonly code = 'already_a_member';

  constructor() {
    super('The account is a member of the organization already');
  }
}

/** It would leave the organisation without an owner. */
export class LastOwner extends CoreError {
  readonly code = 'last_owner';

  constructor() {
    super('An organization keeps at least one owner');
  }
}

export class DomainInvalid extends CoreError {
  readonly code = 'domain_invalid';

  constructor() {
    super('That is not a domain name');
  }
}

/** The organisation has it on its list already, or another one has shown it to be its own. */
export class DomainTaken extends CoreError {
  readonly code = 'domain_taken';

  constructor() {
    super('That domain is already taken');
  }
}

export class DomainNotFound extends CoreError {
  readonly code = 'domain_not_found';

  constructor() {
    super('The organization has no such domain');
  }
}

/** The domain's TXT record does not say what it has to, or cannot be asked for. */
export class DomainNotVerified extends CoreError {
  readonly code = 'domain_not_verified';

  constructor(
    readonly recordName: string,
    readonly recordText: string,
    logReason: string,
  ) {
    super(`No TXT record of ${recordName} says ${recordText}`, logReason);
  }
}

export class InvitationNotFound extends CoreError {
  readonly code = 'invitation_not_found';

  constructor() {
    super('The organization has no such invitation');
  }
}

/** It was accepted or revoked, and that is the end of it. */
export class InvitationSettled extends CoreError {
  readonly code = 'invitation_settled';

  constructor() {
    super('The invitation was accepted or revoked already');
  }
}

export type OrganizationsError =
  | AlreadyAMember
  | DomainInvalid
  | DomainNotFound
  | DomainNotVerified
  | DomainTaken
  | InvitationInvalid
  | InvitationNotFound
  | InvitationRequired
  | InvitationSettled
  | LastOwner
  | MemberNotFound
  | NotAMember
  | OrganizationChoiceRequired
  | OrganizationInvalid
  | OrganizationNotFound
  | SlugTaken
  | StaleUpdate;
