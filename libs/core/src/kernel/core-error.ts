/**
 * A refusal that the core foresees. It has two voices: `code` and the typed fields of the class are
 * for whoever translates it to a client; `logReason` says what really happened and stays inside.
 */
export abstract class CoreError extends Error {
  abstract readonly code: string;

  constructor(
    message: string,
    readonly logReason?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
