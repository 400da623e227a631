import { Injectable } from '@nestjs/common';
import {
  type Member,
  MembersService,
  type NewOrganization,
  type Organization,
  type OrganizationRole,
  OrganizationsService,
} from '#core/organizations';
import type { Operator } from './operator.js';
import { type Order, Targets } from './targets.service.js';

/** Whose seat is to be changed, where, and by whom. */
export interface SeatOrder extends Order {
  readonly organizationId: string;
}

/**
 * Who sits where, as operators change it. A seat is a way in, so whoever may not touch an account may not
 * touch its seats; what is done is on record as what happened to the organization.
 */
@Injectable()
export class MembersAdministration {
  constructor(
    private readonly targets: Targets,
    private readonly organizations: OrganizationsService,
    private readonly members: MembersService,
  ) {}

  /** @throws AccountNotFound, NotPermitted, OrganizationInvalid, SlugTaken */
  found(operator: Operator, order: NewOrganization): Promise<Organization> {
    return this.targets.change({ operator, accountId: order.ownerId }, () =>
      this.organizations.create(order, operator.cause),
    );
  }

  /** @throws AccountNotFound, NotPermitted, OrganizationNotFound, AlreadyAMember */
  add(order: SeatOrder, role: OrganizationRole): Promise<Member> {
    return this.change(order, ({ organizationId, accountId, operator: { cause } }) =>
      this.members.add(organizationId, accountId, role, { by: 'operator', cause }),
    );
  }

  /** @throws AccountNotFound, NotPermitted, OrganizationNotFound, MemberNotFound, LastOwner */
  setRole(order: SeatOrder, role: OrganizationRole): Promise<Member> {
    return this.change(order, ({ organizationId, accountId, operator: { cause } }) =>
      this.members.setRole(organizationId, accountId, role, cause),
    );
  }

  /** @throws AccountNotFound, NotPermitted, OrganizationNotFound, MemberNotFound, LastOwner */
  ban(order: SeatOrder): Promise<Member> {
    return this.change(order, ({ organizationId, accountId, operator: { cause } }) =>
      this.members.ban(organizationId, accountId, cause),
    );
  }

  /** @throws AccountNotFound, NotPermitted, OrganizationNotFound, MemberNotFound */
  unban(order: SeatOrder): Promise<Member> {
    return this.change(order, ({ organizationId, accountId, operator: { cause } }) =>
      this.members.unban(organizationId, accountId, cause),
    );
  }

  /** @throws AccountNotFound, NotPermitted, OrganizationNotFound, MemberNotFound, LastOwner */
  remove(order: SeatOrder): Promise<void> {
    const { organizationId, accountId, operator } = order;
    return this.targets.change(order, () => this.members.remove(organizationId, accountId, operator.cause));
  }

  /** Makes the change, and tells what the member is afterwards. */
  private change(order: SeatOrder, work: (order: SeatOrder) => Promise<void>): Promise<Member> {
    return this.targets.change(order, async () => {
      await work(order);
      return this.members.mustFind(order.organizationId, order.accountId);
    });
  }
}
