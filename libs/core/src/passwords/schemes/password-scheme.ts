/** One way of storing passwords, known by how its stored form begins. */
export interface PasswordScheme {
  /** Whether the stored form is one of this scheme's. */
  owns(stored: string): boolean;

  /**
   * Whether the password is the one that was stored. A stored form that would cost more than this
   * server is willing to spend, or is none, fits no password.
   *
   * @param parties who take turns where many wait
   */
  verify(password: string, stored: string, parties?: readonly string[]): Promise<boolean>;
}

/** A scheme that may also store new passwords. */
export interface HouseScheme extends PasswordScheme {
  store(password: string, parties?: readonly string[]): Promise<string>;

  /** Whether the stored form was made with today's parameters. */
  isCurrent(stored: string): boolean;
}
