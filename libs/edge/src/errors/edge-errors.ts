/** One thing that is wrong with what a client sent. */
export interface Fault {
  readonly location: 'body' | 'query' | 'header' | 'path';
  /** From the outside in: names of properties, positions in lists. */
  readonly path: readonly (string | number)[];
  /** A stable short name of the rule that was broken, e.g. `missing`. */
  readonly rule: string;
  /** Completes no sentence: stands for itself. */
  readonly message: string;
}

/** What can go wrong at the HTTP border, before or around a handler. */
export abstract class EdgeError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What was sent has the right form and the wrong content. */
export class InvalidInput extends EdgeError {
  readonly code = 'invalid_input';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join('; '));
  }
}

/** The body is not JSON, not UTF-8, or nested too deep; `offset` is where reading it failed. */
export class MalformedBody extends EdgeError {
  readonly code = 'malformed_body';

  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

export class BodyTooLarge extends EdgeError {
  readonly code = 'body_too_large';

  constructor() {
    super('The request body is too large');
  }
}

export class UnsupportedMediaType extends EdgeError {
  readonly code = 'unsupported_media_type';

  constructor(wanted = 'application/json') {
    super(`The content type must be ${wanted}`);
  }
}

const REASONS = {
  400: 'The request cannot be read',
  403: 'The request was sent by a page of another site',
  408: 'The request did not arrive in time',
  417: 'The expectation of the request cannot be met',
  431: 'The request headers are too large',
} as const;

/**
 * The request cannot be read as HTTP means it: a URL that does not decode, octets that no header may
 * have (400), a form that another site's page sent (403), one that was not sent to its end in time (408), an `Expect` that nobody can meet (417),
 * headers without end (431).
 */
export class BadRequest extends EdgeError {
  readonly code = 'bad_request';

  constructor(
    readonly status: keyof typeof REASONS = 400,
    options?: ErrorOptions,
  ) {
    super(REASONS[status], options);
  }
}

export class RouteUnknown extends EdgeError {
  readonly code = 'route_unknown';

  constructor() {
    super('There is nothing at this address');
  }
}

export class MethodNotAllowed extends EdgeError {
  readonly code = 'method_not_allowed';

  constructor(readonly allowed: readonly string[]) {
    super('This address does not take that method');
  }
}

/** The database cannot do its work just now, and nothing without it; `cause` is for the log. */
export class Unavailable extends EdgeError {
  readonly code = 'unavailable';

  constructor(
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super('The service is not available; try again shortly', options);
  }
}

/** Nobody foresaw it: `cause` is for the log, the client learns nothing of it. */
export class Unexpected extends EdgeError {
  readonly code = 'unexpected';

  constructor(cause: unknown) {
    super('Something went wrong on our side', { cause });
  }
}

export type AnyEdgeError =
  | InvalidInput
  | MalformedBody
  | BodyTooLarge
  | UnsupportedMediaType
  | BadRequest
  | RouteUnknown
  | MethodNotAllowed
  | Unavailable
  | Unexpected;
