import type { Failure, Input, Operations, Success } from './apis/operation.js';

/** What one operation is called with. */
export interface Call<Op> {
  /** As the document describes it. */
  readonly input: Input<Op>;
  /** For operations that ask for a bearer token. */
  readonly bearer?: string;
  /** Headers of which the document says nothing. */
  readonly moreHeaders?: Readonly<Record<string, string>>;
}

export interface Answer<Body = unknown> {
  readonly status: number;
  /** As the generated function hands it out. */
  readonly body: Body;
}

/** How a client of some generator is called, whatever its functions look like. */
export type Caller = (name: string, call: LooseCall, connection: Connection) => Promise<Answer>;

export interface Connection {
  /** Where the operations' paths begin. */
  readonly baseUrl: string;
  /** Sent with every call. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
}

export interface LooseCall {
  readonly input: {
    readonly path?: Readonly<Record<string, string>>;
    readonly query?: object;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: object;
  };
  readonly bearer?: string;
  readonly moreHeaders?: Readonly<Record<string, string>>;
}

/** The generated client of one API, typed by what has been written against that API. */
export class GeneratedClient<Api extends Operations<Api>> {
  constructor(
    private readonly caller: Caller,
    private readonly connection: Connection,
  ) {}

  /** The same client over another connection. */
  over(fetching: typeof fetch): GeneratedClient<Api> {
    return new GeneratedClient(this.caller, { ...this.connection, fetch: fetching });
  }

  async call<Name extends keyof Api & string>(
    name: Name,
    call: Call<Api[Name]>,
  ): Promise<Answer<Success<Api[Name]> | Failure<Api[Name]>>> {
    const answer = await this.caller(name, call as LooseCall, this.connection);
    return answer as Answer<Success<Api[Name]> | Failure<Api[Name]>>;
  }

  /** @throws Error when it is refused */
  async succeed<Name extends keyof Api & string>(name: Name, call: Call<Api[Name]>): Promise<Success<Api[Name]>> {
    const { status, body } = await this.call(name, call);
    if (status >= 300) throw new Error(`${name} was refused with ${status}`);
    return body as Success<Api[Name]>;
  }
}
