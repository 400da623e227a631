import { Injectable } from '@nestjs/common';
import { type ClientCredentials, ClientsService, type IssuedClient } from '#core/clients';
import { OneTimeTokensService } from '#core/one-time-tokens';
import type { Page, PageOrder } from '#core/paging';
import { PasswordsService } from '#core/passwords';
import { RecoveryService } from '#core/recovery';
import { type RecordedSession, SessionHistory, SessionsService } from '#core/sessions';
import { UsersService } from '#core/users';
import { ClientNotFound, NoEmailAddress, SessionNotFound } from './errors.js';
import { type Order, Targets } from './targets.service.js';

/** What opens an account, and what it is open in: passwords, clients, sessions. */
@Injectable()
export class AccountAccessAdministration {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly recovery: RecoveryService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly sessions: SessionsService,
    private readonly history: SessionHistory,
    private readonly clients: ClientsService,
    private readonly targets: Targets,
  ) {}

  /**
   * Sends a mail by which the owner chooses a new password; the present one stays good until then.
   *
   * @param endsSessions whether all sessions of the account are over at once
   * @throws AccountNotFound, NotPermitted, StaleUpdate, NoEmailAddress
   */
  startPasswordReset(order: Order, endsSessions = false): Promise<void> {
    return this.targets.change(order, async (user) => {
      if (!(await this.recovery.requestFor(user, order.operator.cause))) throw new NoEmailAddress();
      const sessionsEnded = endsSessions ? await this.endEverySession(order) : 0;
      await this.targets.record('admin.password_reset_started', order, { sessionsEnded });
    });
  }

  /**
   * Sets a password, and ends all sessions of the account.
   *
   * @throws AccountNotFound, NotPermitted, StaleUpdate, PasswordUnacceptable, PasswordQueueFull
   */
  async setPassword(order: Order, password: string): Promise<void> {
    const user = await this.targets.mustFind(order.accountId);
    await this.passwords.mustBeAcceptable(password, user);
    const passwordHash = await this.passwords.store(password);
    const { cause } = order.operator;
    await this.targets.change(order, async ({ id }) => {
      await this.users.setPasswordHash(id, passwordHash, cause);
      await this.oneTimeTokens.revoke(id, 'recover_password');
      const sessionsEnded = await this.sessions.endAllOf(id, 'password_changed', undefined, cause);
      await this.targets.record('admin.password_set', order, { sessionsEnded });
    });
  }

  /**
   * The sessions of an account, good or over, the newest first.
   *
   * @throws AccountNotFound, CursorInvalid
   */
  async listSessions(accountId: string, order?: PageOrder): Promise<Page<RecordedSession>> {
    await this.targets.mustFind(accountId);
    return this.history.list(accountId, order);
  }

  /** @throws AccountNotFound, NotPermitted, SessionNotFound also for one that is over */
  endSession(order: Order, sessionId: string): Promise<void> {
    return this.targets.change(order, async ({ id }) => {
      const session = await this.sessions.find(sessionId);
      if (session?.userId !== id || session.endedAt !== null) throw new SessionNotFound();
      await this.sessions.end(sessionId, 'revoked_by_admin', order.operator.cause);
      await this.targets.record('admin.session_ended', order, { sessionId });
    });
  }

  /** Ends every session of the account, and tells how many. @throws AccountNotFound, NotPermitted */
  endSessions(order: Order): Promise<number> {
    return this.targets.change(order, async () => {
      const sessionsEnded = await this.endEverySession(order);
      if (sessionsEnded > 0) await this.targets.record('admin.sessions_ended', order, { sessionsEnded });
      return sessionsEnded;
    });
  }

  /** The client credentials of an account, without their secrets. @throws AccountNotFound */
  async listClients(accountId: string): Promise<readonly IssuedClient[]> {
    await this.targets.mustFind(accountId);
    const client = await this.clients.find(accountId);
    return client ? [client] : [];
  }

  /**
   * A new pair of client credentials; the old one, and every session that it opened, is over at once.
   *
   * @throws AccountNotFound, NotPermitted
   */
  regenerateClient(order: Order): Promise<ClientCredentials> {
    const { cause } = order.operator;
    return this.targets.change(order, async ({ id }) => {
      const { credentials, replacedId } = await this.clients.replace(id, cause);
      if (replacedId !== undefined) await this.sessions.endOpenedBy(replacedId, 'client_regenerated', cause);
      await this.targets.record('admin.client_regenerated', order);
      return credentials;
    });
  }

  /**
   * Takes client credentials away, and ends every session that they opened.
   *
   * @throws AccountNotFound, NotPermitted, ClientNotFound
   */
  revokeClient(order: Order, clientId: string): Promise<void> {
    const { cause } = order.operator;
    return this.targets.change(order, async ({ id }) => {
      if ((await this.clients.find(id))?.clientId !== clientId) throw new ClientNotFound();
      const { revokedId } = await this.clients.revoke(id);
      if (revokedId !== undefined) await this.sessions.endOpenedBy(revokedId, 'client_revoked', cause);
      await this.targets.record('admin.client_revoked', order);
    });
  }

  private endEverySession({ operator, accountId }: Order): Promise<number> {
    return this.sessions.endAllOf(accountId, 'revoked_by_admin', undefined, operator.cause);
  }
}
