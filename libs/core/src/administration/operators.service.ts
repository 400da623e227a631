import { Injectable } from '@nestjs/common';
import { ApiKeysService, looksLikeApiKey } from '#core/api-keys';
import { EntryService } from '#core/entry';
import type { Visitor } from '#core/kernel';
import { NotPermitted } from './errors.js';
import type { Operator } from './operator.js';

/** Tells who may administer. */
@Injectable()
export class OperatorsService {
  constructor(
    private readonly entry: EntryService,
    private readonly apiKeys: ApiKeysService,
  ) {}

  /**
   * Admits the bearer of an access token, whose account must be an administrator's at this moment, whatever
   * the token claims; or of an administrator's key, whose power is always that of an `admin`.
   *
   * @throws InvalidAccessToken, InvalidApiKey, LimitExceeded
   * @throws NotPermitted when the account is nobody who administers
   */
  async admit(credential: string, visitor: Visitor): Promise<Operator> {
    if (looksLikeApiKey(credential)) return this.admitKey(credential, visitor);
    const { user, session } = await this.entry.admit(credential);
    const { id: actor, role } = user;
    if (role !== 'admin' && role !== 'superadmin') throw new NotPermitted('The account is no administrator', actor);
    return { power: role, cause: { actor, sessionId: session.id, visitor } };
  }

  private async admitKey(secret: string, visitor: Visitor): Promise<Operator> {
    const { id: actor, scopes } = await this.apiKeys.prove(secret, visitor);
    return { power: 'admin', cause: { actor, visitor }, scopes };
  }
}
