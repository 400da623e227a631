/** One mail to one person. `links` are the addresses that its texts ask the reader to open. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
  /** What whoever sent it wants to be told again when it is settled; never sent. */
  readonly about?: Readonly<Record<string, string>>;
}

/** A mail that nothing is left to do with. */
export interface SettledMail {
  readonly id: string;
  readonly outcome: 'sent' | 'failed';
  readonly about?: Readonly<Record<string, string>>;
}

/** Mails that have not left, and mails that never will. */
export interface Backlog {
  readonly queued: number;
  readonly oldestQueuedAt: Date | null;
  readonly failed: number;
}
