import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import { ANYBODY, AuditService } from '#core/audit';
import type { Cause, Visitor } from '#core/kernel';
import { Limits } from '#core/limits';
import { type Page, type PageOrder, Pages } from '#core/paging';
import { Clock, secondsAfter } from '#platform/clock';
import { equalInConstantTime, KeyRing } from '#platform/crypto';
import { Database } from '#platform/database';
import { Ids, Random } from '#platform/random';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyNotFound, ApiKeyUnacceptable, InvalidApiKey } from './errors.js';
import { API_KEY_PREFIX, PUBLIC_BYTES, publicIdOf } from './key-form.js';
import { API_KEY_SCOPES, type ApiKeyScope, isApiKeyScope } from './scopes.js';

export interface NewApiKey {
  /** 1 to 64 characters that can be printed. */
  readonly name: string;
  /** At least one. */
  readonly scopes: readonly ApiKeyScope[];
  /** In the future, and at most {@link MAX_LIFETIME_DAYS} days away. */
  readonly expiresAt: Date;
}

export interface IssuedApiKey {
  readonly apiKey: ApiKey;
  /** The key itself, here for the first and last time. */
  readonly secret: string;
}

/** A year and a day: for who renews a key once a year. */
export const MAX_LIFETIME_DAYS = 366;

const DAY_SECONDS = 86_400;
const TOUCH_AFTER_SECONDS = 60;
const NAME_MAX_LENGTH = 64;
const DIGEST_KEY = 'api-key';

/** Keys by which programs administer the service: made once, shown once, good for what they were made for, for a while. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly pages: Pages,
    private readonly limits: Limits,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly random: Random,
    private readonly audit: AuditService,
  ) {}

  /** @throws ApiKeyUnacceptable */
  async create(order: NewApiKey, cause: Cause): Promise<IssuedApiKey> {
    const now = this.clock.now();
    mustBeAcceptable(order, now);
    const publicId = this.random.token(PUBLIC_BYTES);
    const secret = `${API_KEY_PREFIX}${publicId}${this.random.token()}`;
    const scopes = API_KEY_SCOPES.filter((scope) => order.scopes.includes(scope));
    const apiKey = this.database.repository(ApiKey).create({
      id: this.ids.next(),
      name: order.name,
      publicId,
      digest: this.keys.digest(DIGEST_KEY, secret),
      scopes,
      createdBy: cause.actor,
      createdAt: now,
      expiresAt: order.expiresAt,
      lastUsedAt: null,
      revokedAt: null,
    });
    await this.database.transaction(async () => {
      await this.database.insert(ApiKey, apiKey);
      const details = { apiKeyId: apiKey.id, scopes, expiresAt: order.expiresAt };
      await this.audit.record({ kind: 'admin.api_key_created', cause, details });
    });
    return { apiKey, secret };
  }

  /** All that ever were, the newest first. @throws CursorInvalid */
  list(order: PageOrder = {}): Promise<Page<ApiKey>> {
    const read = (take: number, after: string | undefined) =>
      this.database.repository(ApiKey).find({
        ...(after !== undefined && { where: { id: LessThan(after) } }),
        order: { id: 'DESC' },
        take,
      });
    return this.pages.read('api keys', order, ({ id }) => id, read);
  }

  /**
   * Has a key be refused from now on. A second call changes nothing.
   *
   * @throws ApiKeyNotFound
   */
  async revoke(id: string, cause: Cause): Promise<ApiKey> {
    return this.database.transaction(async () => {
      const revoked = await this.database.update(ApiKey, { id, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
      const apiKey = await this.database.repository(ApiKey).findOneBy({ id });
      if (!apiKey) throw new ApiKeyNotFound();
      if (revoked > 0) await this.audit.record({ kind: 'admin.api_key_revoked', cause, details: { apiKeyId: id } });
      return apiKey;
    });
  }

  /**
   * Tells which key that is, by one look-up in an index and one comparison in constant time. Guesses are
   * counted like those of passwords; whatever is refused goes on record.
   *
   * @throws LimitExceeded, InvalidApiKey
   */
  async prove(secret: string, visitor: Visitor): Promise<ApiKey> {
    const publicId = publicIdOf(secret);
    const forgive = await this.limits.spend('api-key', { ...visitor, account: publicId });
    const apiKey = publicId === undefined ? null : await this.database.repository(ApiKey).findOneBy({ publicId });
    const fits = equalInConstantTime(this.keys.digest(DIGEST_KEY, secret), apiKey?.digest ?? '');
    if (!apiKey || !fits) return this.refuse(apiKey ? 'wrong secret' : 'unknown key', visitor);
    if (!apiKey.isUsableAt(this.clock.now())) {
      return this.refuse(apiKey.revokedAt === null ? 'key expired' : 'key revoked', visitor, apiKey);
    }
    await forgive();
    await this.touch(apiKey);
    return apiKey;
  }

  private async refuse(reason: string, visitor: Visitor, apiKey?: ApiKey): Promise<never> {
    const cause = { actor: apiKey?.id ?? ANYBODY, visitor };
    await this.audit.recordFailure({ kind: 'admin.api_key_refused', cause, details: { reason } });
    throw new InvalidApiKey(reason);
  }

  /** Notes that a key was used, at most once a minute. */
  private async touch(apiKey: ApiKey): Promise<void> {
    const now = this.clock.now();
    if (apiKey.lastUsedAt !== null && secondsAfter(apiKey.lastUsedAt, TOUCH_AFTER_SECONDS) > now) return;
    await this.database.update(ApiKey, { id: apiKey.id }, { lastUsedAt: now });
  }
}

function mustBeAcceptable({ name, scopes, expiresAt }: NewApiKey, now: Date): void {
  if (name.trim() === '' || name.length > NAME_MAX_LENGTH || /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new ApiKeyUnacceptable('name', `must be 1 to ${NAME_MAX_LENGTH} printable characters`);
  }
  if (scopes.length === 0 || !scopes.every(isApiKeyScope)) {
    throw new ApiKeyUnacceptable('scopes', `must be some of ${API_KEY_SCOPES.join(', ')}`);
  }
  const latest = secondsAfter(now, MAX_LIFETIME_DAYS * DAY_SECONDS);
  // The opposite of a comparison, so that no moment at all is refused too.
  if (!(expiresAt > now && expiresAt <= latest)) {
    throw new ApiKeyUnacceptable('expiresAt', `must be in the future, and at most ${MAX_LIFETIME_DAYS} days away`);
  }
}
