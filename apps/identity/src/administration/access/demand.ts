import type { Operator } from '#core/administration';
import type { ApiKeyScope } from '#core/api-keys';

export const DEMAND = Symbol('administration:demand');

/** What a route asks of whoever is an administrator: of a key that scope, or to be a superadmin. */
export type Demand = ApiKeyScope | 'superadmin';

/** A request whose operator was admitted. */
export interface OperatedRequest {
  operator?: Operator;
}
