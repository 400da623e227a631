import { Injectable } from '@nestjs/common';
import { ClientsService } from '#core/clients';
import { type LimitState, LimitsDesk, type LimitSubject } from '#core/limits';
import { SessionsService } from '#core/sessions';
import { identifierKey, type User } from '#core/users';
import type { Operator } from './operator.js';
import { mustReach } from './privileges.js';
import { Targets } from './targets.service.js';

/** Whose limits are meant: an account's, those of a client's address, or what the one did at the other. */
export interface LimitedOnes {
  readonly accountId?: string | undefined;
  readonly address?: string | undefined;
}

/** What is limited at this moment, and an end to it. */
@Injectable()
export class LimitsAdministration {
  constructor(
    private readonly desk: LimitsDesk,
    private readonly clients: ClientsService,
    private readonly sessions: SessionsService,
    private readonly targets: Targets,
  ) {}

  /**
   * What is counted. Of an account without an address, also what was counted where its sessions were opened.
   *
   * @throws AccountNotFound
   */
  async look(ones: LimitedOnes): Promise<LimitState[]> {
    return this.desk.look(await this.subjectOf(ones, await this.accountIn(ones)));
  }

  /**
   * Forgets it all and tells how many allowances are whole again.
   *
   * @throws AccountNotFound, NotPermitted
   */
  async lift(operator: Operator, ones: LimitedOnes): Promise<number> {
    const user = await this.accountIn(ones);
    if (user) mustReach(operator, user);
    return this.desk.lift(await this.subjectOf(ones, user), operator.cause, user?.id);
  }

  private async accountIn({ accountId }: LimitedOnes): Promise<User | undefined> {
    return accountId === undefined ? undefined : this.targets.mustFind(accountId);
  }

  private async subjectOf({ address }: LimitedOnes, user: User | undefined): Promise<LimitSubject> {
    if (!user) return { accounts: [], addresses: address === undefined ? [] : [address] };
    const client = await this.clients.find(user.id);
    const names = [user.email, user.username].filter((name) => name !== null).map(identifierKey);
    const accounts = [user.id, ...names, ...(client ? [client.clientId] : [])];
    return { accounts, addresses: address === undefined ? await this.addressesOf(user) : [address] };
  }

  private async addressesOf({ id }: User): Promise<string[]> {
    const sessions = await this.sessions.livingOf(id);
    return [...new Set(sessions.map(({ address }) => address).filter((address) => address !== null))];
  }
}
