import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Principal } from '#core/entry';
import { bearerToken, type TokenCarrier } from './bearer.js';

export const ACCESS = Symbol('edge:access');

/** What a route asks for: nothing, or an access token found by a carrier. */
export type Access = 'public' | TokenCarrier;

/** A route for anybody. What credentials it takes, it hands to the core itself. */
export const Public = () => SetMetadata<symbol, Access>(ACCESS, 'public');

/** A route for bearers of a good access token. */
export const Bearing = (carrier: TokenCarrier = bearerToken) => SetMetadata<symbol, Access>(ACCESS, carrier);

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
