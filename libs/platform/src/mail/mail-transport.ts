import type { Mail } from './mail.js';

/** A mail on its way. The same `id` at every attempt, so that the receiving side can tell a repetition. */
export interface OutgoingMail extends Mail {
  readonly id: string;
}

/**
 * A mail was not taken. `isFinal` when asking again with the same mail cannot help. The message is
 * fit for logs: it says nothing of the mail's content.
 */
export class MailDeliveryError extends Error {
  constructor(
    message: string,
    readonly isFinal: boolean,
  ) {
    super(message);
    this.name = 'MailDeliveryError';
  }
}

/** The way out for mail; tests replace it to see what is sent. */
export abstract class MailTransport {
  /**
   * Returns once the other side has taken responsibility for the mail, within a minute.
   *
   * @throws MailDeliveryError
   */
  abstract send(mail: OutgoingMail): Promise<void>;
}
