import { Injectable } from '@nestjs/common';
import { type ApiKey, ApiKeysService, type IssuedApiKey, type NewApiKey } from '#core/api-keys';
import type { Page, PageOrder } from '#core/paging';
import { type ListedKey, SigningKeysService } from '#core/tokens';
import type { Operator } from './operator.js';
import { mustBeSuperadmin } from './privileges.js';

/** The keys of the service itself: those that sign, and those by which programs administer it. */
@Injectable()
export class ServiceKeysAdministration {
  constructor(
    private readonly signingKeys: SigningKeysService,
    private readonly apiKeys: ApiKeysService,
  ) {}

  listSigningKeys(): Promise<ListedKey[]> {
    return this.signingKeys.list();
  }

  /** Puts a new signing key in charge, and tells its id. Earlier ones verify until the last of their tokens is gone. */
  rotateSigningKey({ cause }: Operator): Promise<string> {
    return this.signingKeys.rotate(cause);
  }

  /** @throws NotPermitted, CursorInvalid */
  async listApiKeys(operator: Operator, order?: PageOrder): Promise<Page<ApiKey>> {
    mustBeSuperadmin(operator);
    return this.apiKeys.list(order);
  }

  /** @throws NotPermitted, ApiKeyUnacceptable */
  async createApiKey(operator: Operator, order: NewApiKey): Promise<IssuedApiKey> {
    mustBeSuperadmin(operator);
    return this.apiKeys.create(order, operator.cause);
  }

  /** @throws NotPermitted, ApiKeyNotFound */
  async revokeApiKey(operator: Operator, id: string): Promise<ApiKey> {
    mustBeSuperadmin(operator);
    return this.apiKeys.revoke(id, operator.cause);
  }
}
