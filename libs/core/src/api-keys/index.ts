export type { ApiKey } from './api-key.entity.js';
export { ApiKeysModule } from './api-keys.module.js';
export { ApiKeysService, type IssuedApiKey, MAX_LIFETIME_DAYS, type NewApiKey } from './api-keys.service.js';
export { ApiKeyNotFound, type ApiKeysError, ApiKeyUnacceptable, InvalidApiKey } from './errors.js';
export { API_KEY_PREFIX, looksLikeApiKey } from './key-form.js';
export { API_KEY_SCOPES, type ApiKeyScope, covers, isApiKeyScope } from './scopes.js';
