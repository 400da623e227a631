import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type BreachesConfig, breachesSection } from './breaches.config.js';

const PREFIX_LENGTH = 5;

/** A range of the public service has some 40 KB, padding included. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Asks a range service in the manner of Pwned Passwords. It is told five of the forty characters of the
 * password's SHA-1 and answers all it knows that begin so, mixed with made-up ones of count 0 (`Add-Padding`): neither
 * it nor whoever sees the size of its answer learns the password, or whether it was found (k-anonymity).
 */
@Injectable()
export class BreachedPasswords {
  private readonly logger = new Logger(BreachedPasswords.name);

  constructor(@Inject(breachesSection.token) private readonly config: BreachesConfig) {}

  /** Whether the password is known from a breach. No where nothing is configured, and, with a warning, where no answer is had in time. */
  async know(password: string): Promise<boolean> {
    if (this.config.url === undefined) return false;
    const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
    try {
      const range = await this.rangeOf(digest.slice(0, PREFIX_LENGTH));
      return isIn(range, digest.slice(PREFIX_LENGTH));
    } catch (error) {
      this.logger.warn(`A new password was not compared with breached ones: ${reasonOf(error)}`);
      return false;
    }
  }

  private async rangeOf(prefix: string): Promise<string> {
    const response = await fetch(`${this.config.url}/range/${prefix}`, {
      headers: { 'add-padding': 'true', 'user-agent': 'rosetta' },
      redirect: 'error',
      signal: AbortSignal.timeout(this.config.timeoutSeconds * 1000),
    });
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    return readBounded(response);
  }
}

async function readBounded({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('an answer past all measure');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('latin1');
}

function isIn(range: string, suffix: string): boolean {
  return range.split('\n').some((line) => {
    const [found, count] = line.trim().split(':');
    return found?.toUpperCase() === suffix && Number(count) > 0;
  });
}

/** Of a failed `fetch` the cause tells more than the error does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
