import { Injectable } from '@nestjs/common';
import { MembersService } from '#core/organizations';
import { type EndReason, SessionsService } from '#core/sessions';
import { type Role, type User, UsersService } from '#core/users';
import { Database } from '#platform/database';
import { LastSuperadmin, NoEmailAddress } from './errors.js';
import { mustBeAbleToGive } from './privileges.js';
import { type Order, Targets } from './targets.service.js';

const SUPERADMINS = 'administration:superadmins';

/** Whether an account may be used, what it may do, and whether it is there at all. */
@Injectable()
export class AccountStateAdministration {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly members: MembersService,
    private readonly targets: Targets,
  ) {}

  /**
   * Keeps the account from being used, and ends its sessions. Of one that is disabled already it changes nothing.
   *
   * @throws AccountNotFound, NotPermitted, StaleUpdate, LastSuperadmin, LastOwner
   */
  disable(order: Order): Promise<User> {
    return this.targets.change(order, async (user) => {
      if (!user.isEnabled) return user;
      await this.mustBeDispensable(user);
      await this.users.setEnabled(user.id, false);
      const ended = await this.endAll(order, 'account_disabled');
      await this.targets.record('admin.account_disabled', order, { sessionsEnded: ended });
      return this.users.mustFindById(user.id);
    });
  }

  /** @throws AccountNotFound, NotPermitted, StaleUpdate */
  enable(order: Order): Promise<User> {
    return this.targets.change(order, async (user) => {
      if (user.isEnabled) return user;
      await this.users.setEnabled(user.id, true);
      await this.targets.record('admin.account_enabled', order);
      return this.users.mustFindById(user.id);
    });
  }

  /**
   * Removes the account with everything that is its own; what the audit log says of it stays.
   *
   * @throws AccountNotFound, NotPermitted, StaleUpdate, LastSuperadmin, LastOwner
   */
  delete(order: Order): Promise<void> {
    return this.targets.change(order, async (user) => {
      await this.mustBeDispensable(user);
      const ended = await this.endAll(order, 'account_deleted');
      await this.targets.record('admin.account_deleted', order, { role: user.role, sessionsEnded: ended });
      await this.users.delete(user.id);
    });
  }

  /**
   * Of who has that role already it changes nothing.
   *
   * @throws AccountNotFound, NotPermitted, StaleUpdate, LastSuperadmin
   */
  setRole(order: Order, role: Role): Promise<User> {
    return this.targets.change(order, async (user) => {
      mustBeAbleToGive(order.operator, role);
      if (user.role === role) return user;
      await this.mustNotBeLastSuperadmin(user);
      await this.users.setRole(user.id, role);
      await this.targets.record('admin.role_changed', order, { from: user.role, to: role });
      return this.users.mustFindById(user.id);
    });
  }

  /**
   * Takes an operator's word for it that the address is its owner's.
   *
   * @throws AccountNotFound, NotPermitted, StaleUpdate, NoEmailAddress
   */
  markEmailVerified(order: Order): Promise<User> {
    return this.targets.change(order, async (user) => {
      if (user.email === null) throw new NoEmailAddress();
      if (user.isEmailVerified) return user;
      await this.users.confirmEmail(user, user.email);
      await this.targets.record('admin.email_verified', order);
      return this.users.mustFindById(user.id);
    });
  }

  private endAll({ operator, accountId }: Order, reason: EndReason): Promise<number> {
    return this.sessions.endAllOf(accountId, reason, undefined, operator.cause);
  }

  private async mustBeDispensable(user: User): Promise<void> {
    await this.members.mustBeDispensable(user.id);
    await this.mustNotBeLastSuperadmin(user);
  }

  /** Whoever takes a superadmin away does it one after the other, so that of two last ones one stays. */
  private async mustNotBeLastSuperadmin({ id, role, isEnabled }: User): Promise<void> {
    if (role !== 'superadmin' || !isEnabled) return;
    await this.database.lock(SUPERADMINS);
    if (!(await this.users.hasOtherOf('superadmin', id))) throw new LastSuperadmin();
  }
}
