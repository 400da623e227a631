import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Principal } from '#core/entry';
import { bearerToken, type TokenCarrier } from './bearer.js';
import type { CredentialKind } from './credentials.js';

export const ACCESS = Symbol('edge:access');
export const ACCEPTED = Symbol('edge:accepted');
export const DEMANDED = Symbol('edge:demanded');

/** What a route asks for: nothing, or an access token found by a carrier. */
export type Access = 'public' | TokenCarrier;

/** A route for anybody, which takes no credential. */
export const Public = () => marked('public', []);

/** A route for whoever shows one of these credentials; the handler takes it to the core, which judges it. */
export const Accepting = (...credentials: readonly [CredentialKind, ...CredentialKind[]]) =>
  marked('public', credentials);

/** A route for bearers of a good access token. */
export const Bearing = (carrier: TokenCarrier = bearerToken) => marked(carrier, ['access_token']);

/** Says what a guard of its own asks for, besides what the route accepts. To be set together with that guard. */
export const Demanding = (credential: CredentialKind) =>
  SetMetadata<symbol, readonly CredentialKind[]>(DEMANDED, [credential]);

/** A request whose bearer was admitted. */
export interface AdmittedRequest {
  principal?: Principal;
}

/** The bearer, on a route marked with {@link Bearing}. */
export const Bearer = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AdmittedRequest>();
  if (!principal) throw new Error('The route is not marked with @Bearing()');
  return principal;
});

function marked(access: Access, credentials: readonly CredentialKind[]): ClassDecorator & MethodDecorator {
  return applyDecorators(
    SetMetadata<symbol, Access>(ACCESS, access),
    SetMetadata<symbol, readonly CredentialKind[]>(ACCEPTED, credentials),
  );
}
