import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { UsersService } from '#core/users';
import { Clock, secondsAfter } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import { Database } from '#platform/database';
import { Random } from '#platform/random';
import { InvalidOneTimeToken } from './errors.js';
import { type OneTimePurpose, OneTimeToken } from './one-time-token.entity.js';

export interface OneTimeTokenOrder {
  readonly userId: string;
  readonly purpose: OneTimePurpose;
  readonly email: string;
  readonly ttlSeconds: number;
}

/** What a good token proves: that its bearer reads the mail of that account's address. */
export interface OneTimeProof {
  readonly userId: string;
  readonly email: string;
}

/** Tokens of 32 random bytes that work once, for one purpose, for a while, and only for an account that may be used. */
@Injectable()
export class OneTimeTokensService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly users: UsersService,
  ) {}

  /** Makes a token; the account's earlier one for that purpose stops working. */
  async issue({ ttlSeconds, ...order }: OneTimeTokenOrder): Promise<string> {
    const token = this.random.token();
    const now = this.clock.now();
    await this.database.transaction(async () => {
      await this.database.lock(`one-time-tokens:${order.userId}:${order.purpose}`);
      await this.revoke(order.userId, order.purpose);
      const expiresAt = secondsAfter(now, ttlSeconds);
      await this.database.insert(OneTimeToken, { ...order, digest: digestOf(token), createdAt: now, expiresAt });
    });
    return token;
  }

  /** Whether the token would work now. Uses nothing up, so a link may be looked at any number of times. */
  async isUsable(token: string, purpose: OneTimePurpose): Promise<boolean> {
    return (await this.find(token, purpose)) !== undefined;
  }

  /**
   * What the token would prove, without using it.
   *
   * @throws InvalidOneTimeToken
   */
  async peek(token: string, purpose: OneTimePurpose): Promise<OneTimeProof> {
    const row = await this.find(token, purpose);
    if (!row) throw new InvalidOneTimeToken();
    return { userId: row.userId, email: row.email };
  }

  /**
   * Uses the token up. Of several uses at once exactly one succeeds: the one whose delete finds the row.
   *
   * @throws InvalidOneTimeToken
   */
  async consume(token: string, purpose: OneTimePurpose): Promise<OneTimeProof> {
    return this.database.transaction(async () => {
      const proof = await this.peek(token, purpose);
      const removed = await this.database.remove(OneTimeToken, { digest: digestOf(token), purpose });
      if (removed === 0) throw new InvalidOneTimeToken('used at the same moment');
      return proof;
    });
  }

  /** Makes the account's token for that purpose useless, if there is one. */
  async revoke(userId: string, purpose: OneTimePurpose): Promise<void> {
    await this.database.remove(OneTimeToken, { userId, purpose });
  }

  private async find(token: string, purpose: OneTimePurpose): Promise<OneTimeToken | undefined> {
    const where = { digest: digestOf(token), purpose, expiresAt: MoreThan(this.clock.now()) };
    const row = await this.database.repository(OneTimeToken).findOneBy(where);
    const user = row && (await this.users.findById(row.userId));
    return row && user?.isEnabled ? row : undefined;
  }
}

function digestOf(token: string): string {
  return sha256(token).toString('base64url');
}
