/** An operation as somebody knows it who has written against it: what it takes, and the model of each answer. */
export interface Operation {
  readonly path?: object;
  readonly query?: object;
  readonly headers?: object;
  readonly body?: object;
  /** By status. */
  readonly answers: object;
}

/** One API by the names that generated clients give its operations. */
export type Operations<Api> = Record<keyof Api, Operation>;

export type SuccessStatus = 200 | 201;

export type Input<Op> = Plain<Omit<Op, 'answers'>>;

type AnswersOf<Op> = Op extends { readonly answers: infer Answers } ? Answers : never;

export type StatusOf<Op> = keyof AnswersOf<Op>;

export type Success<Op> = AnswersOf<Op>[StatusOf<Op> & SuccessStatus];

export type Failure<Op> = AnswersOf<Op>[Exclude<StatusOf<Op>, SuccessStatus>];

/** The same model for several statuses. */
export type Each<Status extends number | 'default', Model> = Readonly<Record<Status, Model>>;

/** What `@hey-api/openapi-ts` must make of it: a function with one object for everything that goes in. */
export type HeyApiClient<Api> = {
  readonly [Name in keyof Api]: (input: Input<Api[Name]>) => Promise<Outcome<Api[Name]>>;
};

/** What `swagger-typescript-api` must make of it: path parameter, query and body one after the other. */
export type SwaggerTypescriptClient<Api> = {
  readonly [Name in keyof Api]: (...input: Positional<Api[Name]>) => Promise<Outcome<Api[Name]>>;
};

/** All groups of methods of a generated class as one. */
export type MethodsOf<Class, Base> = Intersection<Omit<Class, keyof Base>[Exclude<keyof Class, keyof Base>]>;

/** True where the two types say the same in every particular, and for nothing less. */
export type Exactly<Stated, Generated> =
  (<T>(it: T) => T extends Plain<Stated> ? 1 : 2) extends <T>(it: T) => T extends Plain<Generated> ? 1 : 2
    ? true
    : false;

interface Outcome<Op> {
  readonly data?: Success<Op> | undefined;
  readonly error?: Failure<Op> | undefined;
}

type Positional<Op> = [
  ...(Op extends { readonly path: infer Path } ? [Path[keyof Path]] : []),
  ...(Op extends { readonly query: infer Query } ? [Query] : []),
  ...(Op extends { readonly body: infer Body } ? [Body] : []),
];

type Plain<T> = T extends readonly (infer Element)[]
  ? Plain<Element>[]
  : T extends object
    ? { -readonly [Name in keyof T]: Plain<T[Name]> }
    : T;

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
