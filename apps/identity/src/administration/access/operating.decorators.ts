import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata, UseGuards } from '@nestjs/common';
import type { Operator } from '#core/administration';
import type { ApiKeyScope } from '#core/api-keys';
import { Accepting } from '#edge';
import { OperatorGuard } from './operator.guard.js';
import { DEMAND, type Demand, type OperatedRequest } from './demand.js';

/** A route for administrators' accounts, and for keys that have the scope. A route that says nothing lets nobody in. */
export const Operating = (scope: ApiKeyScope): MethodDecorator => demanding(scope, 'access_token', 'api_key');

/** A route for superadmins' accounts alone. */
export const OperatingAsSuperadmin = (): MethodDecorator => demanding('superadmin', 'access_token');

/** Who was admitted, on a route marked with {@link Operating}. */
export const ByOperator = createParamDecorator((_: unknown, context: ExecutionContext): Operator => {
  const { operator } = context.switchToHttp().getRequest<OperatedRequest>();
  if (!operator) throw new Error('The route is not marked with @Operating()');
  return operator;
});

function demanding(demand: Demand, ...credentials: Parameters<typeof Accepting>): MethodDecorator {
  return applyDecorators(
    Accepting(...credentials),
    SetMetadata<symbol, Demand>(DEMAND, demand),
    UseGuards(OperatorGuard),
  );
}
