/** Somebody who signs up and in. Each dialect takes of it what it asks for. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/** What a client holds after signing in. Not every dialect hands out a refresh token. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
}

/**
 * One dialect as a generated client would use it, in the words that all five share. Statuses are
 * returned, not judged, so that one journey can ask every dialect the same question.
 */
export interface DialectClient {
  readonly name: string;
  /** The status of the sign-up; undefined where the dialect has none. */
  signUp?: (person: Person) => Promise<number>;
  /** Signs in and must succeed. */
  signIn: (person: Person) => Promise<Tokens>;
  /** The status that an attempt to sign in gets. */
  trySignIn: (person: Person) => Promise<number>;
  /** The status that an operation gets which needs the access token; undefined where the dialect has none. */
  use?: (tokens: Tokens) => Promise<number>;
  /** Refreshes and must succeed; undefined where the dialect has no refresh. */
  refresh?: (tokens: Tokens) => Promise<Tokens>;
  /** The status that an attempt to refresh gets. */
  tryRefresh?: (tokens: Tokens) => Promise<number>;
  /** Ends the session; undefined where the dialect has no way to. */
  end?: (tokens: Tokens) => Promise<number>;
}
