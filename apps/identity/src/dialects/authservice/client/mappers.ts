import type { ClientCredentials } from '#core/clients';
import type { IssuedAccessToken } from '#core/tokens';
import type {
  ClientGet200Response,
  LoginClientPost200Response,
  RegenerateClientCredentialsPost200Response,
  RegisterPost201Response,
} from './responses.dto.js';

export function toClientResponse({ clientId, clientSecret }: ClientCredentials): ClientGet200Response {
  return { clientId, clientSecret };
}

export function toRegisteredResponse({ clientId, clientSecret }: ClientCredentials): RegisterPost201Response {
  return { message: 'User registered successfully', clientId, clientSecret };
}

export function toRegeneratedResponse({
  clientId,
  clientSecret,
}: ClientCredentials): RegenerateClientCredentialsPost200Response {
  return { message: 'Client credentials regenerated successfully', clientId, clientSecret };
}

export function toTokenResponse({ token, expiresInSeconds }: IssuedAccessToken): LoginClientPost200Response {
  return { token, token_type: 'Bearer', expires_in: expiresInSeconds };
}
