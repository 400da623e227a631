import type { TestApp } from '../../../support/test-app.js';
import type { Operations, StatusOf, SuccessStatus } from '../apis/operation.js';
import type { Call, GeneratedClient } from '../generated-client.js';
import type { MishapName, MishapStatus } from '../mishaps.js';

/** What the calls are made against and with. */
export interface World<Api extends Operations<Api>> {
  readonly app: TestApp;
  readonly client: GeneratedClient<Api>;
  /** A name that nobody has yet. */
  readonly newName: () => string;
}

/** How every documented answer of an operation is had. */
export interface OperationCases<Api extends Operations<Api>, Op> {
  /** The status of the happy path. */
  readonly success: StatusOf<Op> & SuccessStatus;
  /** A call that succeeds, with all that has to be done before it. */
  readonly valid: (world: World<Api>) => Promise<Call<Op>>;
  /** For each further status what makes a call that leads to it out of a valid one. */
  readonly refused: Refusals<Api, Op, Exclude<StatusOf<Op>, SuccessStatus | MishapStatus>> &
    Partial<Refusals<Api, Op, OtherMishaps>>;
  /** What else can go wrong with a valid call: the statuses that it leads to, and other ways to one of them. */
  readonly mishaps: readonly ((StatusOf<Op> & MishapStatus) | OtherMishaps)[];
}

/** A call, and what has to go wrong besides its input. */
export type RefusedCall<Op> = Call<Op> & { readonly mishap?: MishapName };

type OtherMishaps = Exclude<MishapName, MishapStatus>;

type Refusals<Api extends Operations<Api>, Op, Status extends PropertyKey> = Readonly<
  Record<Status, (valid: Call<Op>, world: World<Api>) => RefusedCall<Op> | Promise<RefusedCall<Op>>>
>;

/** All operations of one API. */
export type Cases<Api extends Operations<Api>> = { readonly [Name in keyof Api]: OperationCases<Api, Api[Name]> };

export const PASSWORD = 'correct horse battery';
