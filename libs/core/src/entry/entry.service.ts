import { Injectable, Logger } from '@nestjs/common';
import { type ClientCredentials, ClientsService, InvalidClient } from '#core/clients';
import type { Visitor } from '#core/kernel';
import { type LimitedParty, placeOf } from '#core/limits';
import { PasswordQueueFull, PasswordsService } from '#core/passwords';
import {
  InvalidRefreshToken,
  type OpenedSession,
  type Rotation,
  type Session,
  SessionsService,
  type ShownRefreshToken,
} from '#core/sessions';
import { type AccessTokenClaims, AccessTokensService, InvalidAccessToken } from '#core/tokens';
import { identifierKey, type User, UsersService } from '#core/users';
import { Database } from '#platform/database';
import { Attempts, type Refusal } from './attempts.js';
import { InvalidCredentials } from './errors.js';
import { type Admission, type Demands, type Entrance, Gate } from './gate.js';

export interface PasswordCredentials {
  /** A user name or an e-mail address. */
  readonly identifier: string;
  /** Which of the two this way in takes. */
  readonly accept: 'email' | 'any';
  readonly password: string;
}

/** Somebody who is in, told by a token. */
export interface Principal {
  readonly user: User;
  readonly session: Session;
  readonly claims: AccessTokenClaims;
}

/** Every way in: by password, by client credentials, by refresh token, by access token. */
@Injectable()
export class EntryService {
  private readonly logger = new Logger(EntryService.name);

  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly clients: ClientsService,
    private readonly tokens: AccessTokensService,
    private readonly gate: Gate,
    private readonly attempts: Attempts,
  ) {}

  /**
   * Proves an identity by its password without opening a session. The password is judged before
   * anything about the account is told, and an account that does not exist costs as much as one that does.
   *
   * @throws LimitExceeded, PasswordQueueFull, InvalidCredentials
   */
  async prove(credentials: PasswordCredentials, visitor: Visitor): Promise<User> {
    const user = await this.judge(credentials, visitor);
    await this.attempts.recordProof(user.id, visitor);
    return user;
  }

  private async judge(credentials: PasswordCredentials, visitor: Visitor): Promise<User> {
    const { identifier, password } = credentials;
    const user = await this.users.findByIdentifier(identifier, credentials.accept);
    // By whichever of its names: an account has one allowance.
    const party = { ...visitor, account: user?.id ?? identifierKey(identifier), userId: user?.id };
    const forgive = await this.attempts.spend('sign-in', party);
    const about = { isRefusedAnyway: !this.gate.isOpenTo(user), parties: turnsOf(party) };
    const verdict = await this.passwords.judge(password, user?.passwordHash, about);
    const refusal = { kind: 'sign_in.failed', credential: 'password', visitor, accountId: user?.id } as const;
    if (!user || !verdict.matches)
      return this.attempts.refuse(new InvalidCredentials(user ? 'wrong password' : 'unknown'), refusal);
    if (!this.gate.isOpenTo(user)) return this.attempts.refuse(new InvalidCredentials('account disabled'), refusal);
    await forgive();
    if (verdict.isOutdated) await this.upgrade(user, password);
    return user;
  }

  /**
   * Signs in with a password.
   *
   * @throws LimitExceeded, PasswordQueueFull, InvalidCredentials
   * @throws EmailNotVerified, NotAMember, OrganizationChoiceRequired
   */
  async signIn(
    credentials: PasswordCredentials,
    visitor: Visitor,
    options: { readonly demands?: Demands; readonly isRefreshable: boolean },
  ): Promise<Entrance> {
    const proved = await this.judge(credentials, visitor);
    const admission = await this.gate
      .mustMeet(proved, { visitor, as: credentials.identifier }, options.demands)
      .catch((error: unknown) => this.attempts.turnAway(error, proved.id, visitor));
    const entrance = await this.database.transaction(async () =>
      (await this.isAsProved(proved))
        ? this.gate.letIn(admission, visitor, { credential: 'password', isRefreshable: options.isRefreshable })
        : null,
    );
    // Judging takes its time: where the password was changed meanwhile, it is judged anew.
    return entrance ?? this.signIn(credentials, visitor, options);
  }

  /**
   * Signs in with client credentials. Such a session has no refresh token (RFC 6749 §4.4.3).
   *
   * @throws LimitExceeded, InvalidClient
   */
  async signInClient(credentials: ClientCredentials, visitor: Visitor): Promise<Entrance> {
    const forgive = await this.attempts.spend('client-sign-in', partyOf(visitor, credentials.clientId));
    const refusal = { kind: 'sign_in.failed', credential: 'client', visitor } as const;
    const client = await this.clients
      .prove(credentials)
      .catch((error: unknown) => this.attempts.refuse(error, refusal));
    const user = await this.users.findById(client.userId);
    if (!this.gate.isOpenTo(user)) {
      return this.attempts.refuse(new InvalidClient('account disabled'), { ...refusal, accountId: client.userId });
    }
    await forgive();
    const entrance = await this.database.transaction(async () =>
      (await this.clients.isCurrent(client))
        ? this.gate.letIn({ user }, visitor, { credential: 'client', isRefreshable: false, clientId: client.id })
        : null,
    );
    return (
      entrance ?? this.attempts.refuse(new InvalidClient('replaced meanwhile'), { ...refusal, accountId: user.id })
    );
  }

  /**
   * Spends a refresh token for its successor, if the account may still enter; if it may not, the
   * token stays unspent. A retry of the one spent last gets the same successor again. A session that was
   * opened for an organisation needs the account's seat there, and goes on for that one.
   *
   * @throws LimitExceeded, InvalidRefreshToken, EmailNotVerified, NotAMember, OrganizationChoiceRequired
   */
  async refresh(
    refreshToken: string,
    visitor: Visitor,
    demands?: Demands,
  ): Promise<Required<OpenedSession> & Admission> {
    const shown = await this.countRefresh(refreshToken, visitor);
    const seen: { session?: Session | undefined } = {};
    const [rotation, admission] = await this.database
      .transaction(async () => {
        const rotated = await this.sessions.rotate(shown, visitor);
        seen.session = rotated.session;
        return [rotated, await this.admitBearer(rotated, visitor, demands)] as const;
      })
      .catch((error: unknown) => this.attempts.refuse(error, refusalOf(seen.session, visitor)));
    if (rotation.outcome === 'refused' || !admission) {
      return this.attempts.refuse(refusedRefresh(rotation), refusalOf(seen.session, visitor));
    }
    const { user, seat } = admission;
    return { user, seat, session: rotation.session, refreshToken: rotation.refreshToken };
  }

  /**
   * Tells who holds a refresh token, which stays unspent: for ending a session, say. Judged as at
   * {@link refresh}, reuse included.
   *
   * @throws LimitExceeded, InvalidRefreshToken
   */
  async admitRefreshToken(refreshToken: string, visitor: Visitor): Promise<{ user: User; session: Session }> {
    const shown = await this.countRefresh(refreshToken, visitor);
    const recognised = await this.sessions.recognise(shown, visitor);
    const refusal = refusalOf(recognised.session, visitor);
    if (recognised.outcome === 'refused')
      return this.attempts.refuse(new InvalidRefreshToken(recognised.logReason), refusal);
    const { session } = recognised;
    const { user } = session;
    if (!this.gate.isOpenTo(user)) return this.attempts.refuse(new InvalidRefreshToken('account disabled'), refusal);
    if (!(await this.gate.isStillSeated(session)))
      return this.attempts.refuse(new InvalidRefreshToken('seat lost'), refusal);
    return { user, session };
  }

  /**
   * Tells who a bearer is: the token is good, its session lives, the account may enter, and still sits in
   * the organisation that the session was opened for, if it was. Asked at
   * every request; nothing of the answer is remembered.
   *
   * @throws InvalidAccessToken
   */
  async admit(accessToken: string): Promise<Principal> {
    const claims = this.tokens.recall(accessToken) ?? (await this.tokens.verify(accessToken));
    const session = await this.sessions.find(claims.sid);
    if (session?.userId !== claims.sub) throw new InvalidAccessToken('no such session');
    if (session.endedAt !== null) throw new InvalidAccessToken(`session over: ${session.endReason ?? 'unknown'}`);
    const { user } = session;
    if (!this.gate.isOpenTo(user)) throw new InvalidAccessToken('account disabled');
    if (!(await this.gate.isStillSeated(session))) throw new InvalidAccessToken('seat lost');
    await this.sessions.touch(session);
    return { user, session, claims };
  }

  /**
   * Admits a bearer who asks for a later access token of the same session, which is a refresh and
   * counts as one.
   *
   * @throws LimitExceeded, InvalidAccessToken
   */
  async renew(accessToken: string, visitor: Visitor): Promise<Principal> {
    await this.attempts.spend('refresh', partyOf(visitor, accessToken));
    const refusal = { kind: 'refresh.failed', credential: 'access_token', visitor } as const;
    const principal = await this.admit(accessToken).catch((error: unknown) => this.attempts.refuse(error, refusal));
    await this.attempts.recordRefresh(principal.session, visitor, { credential: 'access_token' });
    return principal;
  }

  /** By the session that the token belongs to, if it is one of ours at all: that costs no look-up. */
  private async countRefresh(refreshToken: string, visitor: Visitor): Promise<ShownRefreshToken> {
    const shown = this.sessions.readRefreshToken(refreshToken);
    await this.attempts.spend('refresh', partyOf(visitor, shown.sessionId));
    return shown;
  }

  private async isAsProved({ id, passwordHash }: User): Promise<boolean> {
    const user = await this.users.mustHold(id);
    return this.gate.isOpenTo(user) && user.passwordHash === passwordHash;
  }

  /** Stores the password under today's scheme; in a rush that waits for a calmer sign-in. */
  private async upgrade(user: User, password: string): Promise<void> {
    try {
      const passwordHash = await this.passwords.store(password);
      await this.users.upgradePasswordHash(user.id, user.passwordHash, passwordHash);
      user.passwordHash = passwordHash;
    } catch (error) {
      if (!(error instanceof PasswordQueueFull)) throw error;
      this.logger.warn({ event: 'password_upgrade_postponed', userId: user.id });
    }
  }

  private async admitBearer(rotation: Rotation, visitor: Visitor, demands?: Demands): Promise<Admission | undefined> {
    if (rotation.outcome === 'refused') return undefined;
    await this.attempts.recordRefresh(rotation.session, visitor, {
      credential: 'refresh_token',
      outcome: rotation.outcome,
    });
    const { user } = rotation.session;
    if (!this.gate.isOpenTo(user)) throw new InvalidRefreshToken('account disabled');
    if (!(await this.gate.isStillSeated(rotation.session))) throw new InvalidRefreshToken('seat lost');
    const admission = await this.gate.mustMeet(user, { visitor }, demandsOn(rotation.session, demands));
    await this.gate.noteActivity(admission);
    return admission;
  }
}

function partyOf({ address, connection }: Visitor, account: string | undefined): LimitedParty {
  return { address, connection, account };
}

/** Neither many accounts from one place nor many places at one account may keep everybody else waiting. */
function turnsOf(party: LimitedParty): string[] {
  const place = placeOf(party);
  return [...(place === undefined ? [] : [`place ${place}`]), ...(party.account ? [`account ${party.account}`] : [])];
}

function refusalOf(session: Session | undefined, visitor: Visitor): Refusal {
  const about = { accountId: session?.userId, sessionId: session?.id };
  return { kind: 'refresh.failed', credential: 'refresh_token', visitor, ...about };
}

function demandsOn({ organizationId }: Session, demands: Demands | undefined): Demands | undefined {
  if (demands?.membership !== true || organizationId === null) return demands;
  return { ...demands, membership: { organizationId } };
}

function refusedRefresh(rotation: Rotation): InvalidRefreshToken {
  return new InvalidRefreshToken(rotation.outcome === 'refused' ? rotation.logReason : 'not admitted');
}
