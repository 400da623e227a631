import { send, type Sending } from '../support/http.js';
import { UndocumentedAnswer } from '../support/conformance.js';

/** What came of a request: an answer, or none, and then nobody knows whether it was done. */
export type Outcome<T> = { readonly status: number; readonly body: T } | 'cut';

/** Counts what is asked and answered; every answer is held against the documents. */
export class Asking {
  acknowledged = 0;
  cut = 0;
  unavailable = 0;
  private address = 0;

  constructor(private readonly base: string) {}

  /** Asks for something to be written, from an address of its own: limits are not what is tried here. */
  async write<T>(method: string, path: string, sending: Sending): Promise<Outcome<T>> {
    const outcome = await this.read<T>(method, path, sending);
    if (outcome === 'cut') this.cut++;
    else if (outcome.status < 300) this.acknowledged++;
    return outcome;
  }

  async read<T>(method: string, path: string, { headers, ...sending }: Sending): Promise<Outcome<T>> {
    const number = this.address++;
    const forwarded = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
    try {
      const from = { ...headers, 'x-forwarded-for': forwarded };
      const reply = await send<T>(this.base, method, path, { ...sending, headers: from });
      if (reply.status !== 503) return reply;
      // A broken connection does not tell whether the commit it carried was done.
      expect(reply.headers).toMatchObject({ 'retry-after': expect.stringMatching(/^[1-9]\d*$/) });
      this.unavailable++;
      return 'cut';
    } catch (error) {
      if (error instanceof UndocumentedAnswer || !isConnectionLost(error)) throw error;
      return 'cut';
    }
  }
}

function isConnectionLost(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(String(error.code))
  );
}
