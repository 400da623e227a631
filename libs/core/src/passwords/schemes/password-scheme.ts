import type { OnBehalf } from '#platform/crypto';

/** One way of storing passwords, known by how its stored form begins. */
export interface PasswordScheme {
  /** Whether the stored form is one of this scheme's. */
  owns(stored: string): boolean;

  /**
   * Whether the password is the one that was stored. A stored form that would cost more than this
   * server is willing to spend, or is none, fits no password.
   *
   */
  verify(password: string, stored: string, behalf?: OnBehalf): Promise<boolean>;
}

/** A scheme that may also store new passwords. */
export interface HouseScheme extends PasswordScheme {
  store(password: string, behalf?: OnBehalf): Promise<string>;

  /** Whether the stored form was made with today's parameters. */
  isCurrent(stored: string): boolean;
}
