import { CoreError } from '#core/kernel';

/** There is no such flow, or its time is up. */
export class FlowNotFound extends CoreError {
  readonly code = 'flow_not_found';

  constructor() {
    super('The flow does not exist or has expired');
  }
}

/** Whoever wants to finish the flow did not show to be who began it. */
export class CompletionRefused extends CoreError {
  readonly code = 'completion_refused';

  constructor(logReason: string) {
    super('The completion secret is not valid', logReason);
  }
}

export type FlowsError = FlowNotFound | CompletionRefused;
