import { CoreError } from '#core/kernel';

/** There is no such flow, or its time is up. */
export class FlowNotFound extends CoreError {
  readonly code = 'flow_not_found';

  constructor() {
    super('The flow does not exist or has expired');
  }
}

export type FlowsError = FlowNotFound;
