import { Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';

const TIMEOUT_MS = 3000;
const TRIES = 2;

/** What a name server answers where there is no such name, or no such record of it. */
const NONE: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA']);

/** The only place that asks the domain name system; tests replace it. */
@Injectable()
export class TxtRecords {
  /**
   * The texts of that name's TXT records (RFC 1035 §3.3.14), each in one piece; none where there are none.
   *
   * @throws Error when no name server gives an answer within a few seconds
   */
  async of(name: string): Promise<string[]> {
    const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
    try {
      return (await resolver.resolveTxt(name)).map((pieces) => pieces.join(''));
    } catch (error) {
      if (error instanceof Error && 'code' in error && NONE.has(error.code)) return [];
      throw error;
    }
  }
}
