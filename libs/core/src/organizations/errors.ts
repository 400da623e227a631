import { CoreError } from '#core/kernel';

/** The account belongs to no organisation that it could sign in to. */
export class NotAMember extends CoreError {
  readonly code = 'not_a_member';

  constructor() {
    super('The account does not belong to any organization');
  }
}

/** The invitation is unknown, used, revoked, expired, or meant for another address. */
export class InvitationInvalid extends CoreError {
  readonly code = 'invitation_invalid';

  constructor(logReason?: string) {
    super('The invitation is not valid', logReason);
  }
}

export type OrganizationsError = NotAMember | InvitationInvalid;
