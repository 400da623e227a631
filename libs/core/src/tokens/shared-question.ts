/**
 * A question to the database that many ask together. It is never put twice at a time, whatever the number of askers;
 * whoever comes while it is under way waits for the next one, since the answer on its way may be older than what they
 * ask about.
 */
export class SharedQuestion {
  private underWay: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly put: () => Promise<void>) {}

  /** Settles as the first question put from now on does. */
  ask(): Promise<void> {
    if (this.next) return this.next;
    if (!this.underWay) return this.begin();
    const over = this.underWay.catch(() => undefined);
    this.next = over.then(() => this.begin());
    return this.next;
  }

  private begin(): Promise<void> {
    this.next = undefined;
    const question = this.put().finally(() => {
      if (this.underWay === question) this.underWay = undefined;
    });
    this.underWay = question;
    return question;
  }
}
