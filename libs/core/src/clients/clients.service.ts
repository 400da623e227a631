import { Injectable } from '@nestjs/common';
import { AuditService } from '#core/audit';
import type { Cause } from '#core/kernel';
import { Clock } from '#platform/clock';
import { equalInConstantTime, KeyRing, Sealer } from '#platform/crypto';
import { Database } from '#platform/database';
import { Ids, Random } from '#platform/random';
import { Client } from './client.entity.js';
import { InvalidClient } from './errors.js';

/** A pair as its owner gets to see it. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A pair as others get to see it. */
export interface IssuedClient {
  readonly clientId: string;
  readonly createdAt: Date;
}

/** Which pair of which account was proved. */
export interface ProvedClient {
  readonly id: string;
  readonly userId: string;
}

const ID_BYTES = 16;
const CLIENT_ID = /^[\w-]{22}$/;
const DIGEST_KEY = 'client-secret';

/** Client credentials (RFC 6749 §2.3.1) that stand for an account. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly random: Random,
    private readonly audit: AuditService,
  ) {}

  /** The account's pair; made at the first asking. */
  async credentialsOf(userId: string): Promise<ClientCredentials> {
    return this.database.transaction(async () => {
      await this.database.lock(`clients:${userId}`);
      const client = await this.database.repository(Client).findOneBy({ userId });
      return client ? this.reveal(client) : this.issue(userId);
    });
  }

  /** A new pair in place of the old. Tells which row it replaced, if there was one. */
  async replace(
    userId: string,
    cause: Cause = { actor: userId },
  ): Promise<{ credentials: ClientCredentials; replacedId?: string }> {
    return this.database.transaction(async () => {
      await this.database.lock(`clients:${userId}`);
      const old = await this.database.repository(Client).findOneBy({ userId });
      await this.database.remove(Client, { userId });
      await this.audit.record({ kind: 'client.regenerated', cause, accountId: userId });
      return { credentials: await this.issue(userId), ...(old && { replacedId: old.id }) };
    });
  }

  /** The account's pair without its secret; undefined when it has none, which this does not change. */
  async find(userId: string): Promise<IssuedClient | undefined> {
    const client = await this.database.repository(Client).findOneBy({ userId });
    return client ? { clientId: client.publicId, createdAt: client.createdAt } : undefined;
  }

  /** Takes the account's pair away. Tells which row that was, if there was one. */
  async revoke(userId: string): Promise<{ revokedId?: string }> {
    return this.database.transaction(async () => {
      await this.database.lock(`clients:${userId}`);
      const client = await this.database.repository(Client).findOneBy({ userId });
      await this.database.remove(Client, { userId });
      return client ? { revokedId: client.id } : {};
    });
  }

  /** @throws InvalidClient */
  async prove({ clientId, clientSecret }: ClientCredentials): Promise<ProvedClient> {
    const isOurs = CLIENT_ID.test(clientId);
    const client = isOurs ? await this.database.first(Client, { publicId: clientId }) : null;
    const digest = this.keys.digest(DIGEST_KEY, clientSecret);
    if (!equalInConstantTime(digest, client?.secretDigest ?? '') || !client) {
      throw new InvalidClient(client ? 'wrong secret' : 'unknown client');
    }
    return { id: client.id, userId: client.userId };
  }

  /**
   * Whether a pair that was proved is still the account's, and no newer one has taken its place. None
   * takes it before the end of the transaction in progress.
   */
  async isCurrent({ id, userId }: ProvedClient): Promise<boolean> {
    await this.database.lock(`clients:${userId}`);
    return (await this.database.first(Client, { id })) !== null;
  }

  private async issue(userId: string): Promise<ClientCredentials> {
    const credentials = { clientId: this.random.token(ID_BYTES), clientSecret: this.random.token() };
    const id = this.ids.next();
    const client = this.database.repository(Client).create({
      id,
      userId,
      publicId: credentials.clientId,
      sealedSecret: this.sealer.seal(credentials.clientSecret, sealContext(id)),
      secretDigest: this.keys.digest(DIGEST_KEY, credentials.clientSecret),
      createdAt: this.clock.now(),
    });
    await this.database.insert(Client, client);
    return credentials;
  }

  private reveal(client: Client): ClientCredentials {
    return {
      clientId: client.publicId,
      clientSecret: this.sealer.open(client.sealedSecret, sealContext(client.id)),
    };
  }
}

function sealContext(id: string): string {
  return `clients.sealed_secret:${id}`;
}
