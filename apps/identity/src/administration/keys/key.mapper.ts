import { API_KEY_PREFIX, type ApiKey } from '#core/api-keys';
import type { Page } from '#core/paging';
import type { ListedKey } from '#core/tokens';
import { nextOf } from '../shared/paging.dto.js';
import type { ApiKeyState, ApiKeyStates, SigningKeyStates } from './key.dto.js';

/** As much of a key as is shown. */
type ShownApiKey = Omit<ApiKey, 'digest' | 'isUsableAt'>;

export function toSigningKeyStates(keys: readonly ListedKey[]): SigningKeyStates {
  return {
    keys: keys.map(({ id, algorithm, state, createdAt, retiresAt }) => ({
      id,
      algorithm,
      state,
      createdAt: createdAt.toISOString(),
      retiresAt: retiresAt?.toISOString() ?? null,
    })),
  };
}

export function toApiKeyState(apiKey: ShownApiKey): ApiKeyState {
  return {
    id: apiKey.id,
    name: apiKey.name,
    hint: API_KEY_PREFIX + apiKey.publicId,
    scopes: [...apiKey.scopes],
    createdBy: apiKey.createdBy,
    createdAt: apiKey.createdAt.toISOString(),
    expiresAt: apiKey.expiresAt.toISOString(),
    lastUsedAt: apiKey.lastUsedAt?.toISOString() ?? null,
    revokedAt: apiKey.revokedAt?.toISOString() ?? null,
  };
}

export function toApiKeyStates(page: Page<ShownApiKey>): ApiKeyStates {
  return { apiKeys: page.rows.map(toApiKeyState), next: nextOf(page) };
}
