import { Injectable } from '@nestjs/common';
import { equalInConstantTime, KeyRing } from '#platform/crypto';
import { CursorInvalid } from './errors.js';

const KEY = 'page-cursor';
const DEFAULT_SIZE = 50;
const MAX_SIZE = 200;
const MAX_LENGTH = 1024;

/** Which page is wanted: so many rows, after those of an earlier page. */
export interface PageOrder {
  /** From 1 to 200, else the nearest of the two; 50 by default. */
  readonly size?: number;
  /** As an earlier page of the same list gave it. */
  readonly cursor?: string;
}

export interface Page<Row> {
  readonly rows: Row[];
  /** Where the next page begins; missing at the end of the list. */
  readonly next?: string;
}

/**
 * Pages by key: each page begins after the key that the last one ended with, found through an index, so
 * that the thousandth costs what the first does. A cursor is that key, signed together with the list it
 * is good for: nobody can make one, or take one of another list.
 */
@Injectable()
export class Pages {
  constructor(private readonly keys: KeyRing) {}

  /**
   * Reads one page.
   *
   * @param list what is listed, filters and all; a cursor is good for the same text only
   * @param read the rows whose key comes after the given one, in the order of their keys, at most so many
   * @throws CursorInvalid
   */
  async read<Row>(
    list: string,
    order: PageOrder,
    keyOf: (row: Row) => string,
    read: (limit: number, after: string | undefined) => Promise<Row[]>,
  ): Promise<Page<Row>> {
    const size = Math.min(Math.max(Math.trunc(order.size ?? DEFAULT_SIZE) || 1, 1), MAX_SIZE);
    const after = order.cursor === undefined ? undefined : this.keyIn(list, order.cursor);
    const found = await read(size + 1, after);
    const rows = found.slice(0, size);
    const last = rows.at(-1);
    return { rows, ...(last !== undefined && found.length > size && { next: this.cursor(list, keyOf(last)) }) };
  }

  private cursor(list: string, key: string): string {
    return `${Buffer.from(key).toString('base64url')}.${this.tag(list, key)}`;
  }

  private keyIn(list: string, cursor: string): string {
    const [encoded = '', tag = '', ...more] = cursor.length > MAX_LENGTH ? [] : cursor.split('.');
    const key = Buffer.from(encoded, 'base64url').toString();
    if (more.length > 0 || Buffer.from(key).toString('base64url') !== encoded) throw new CursorInvalid('no cursor');
    if (!equalInConstantTime(tag, this.tag(list, key))) throw new CursorInvalid('altered, or of another list');
    return key;
  }

  private tag(list: string, key: string): string {
    return this.keys.digest(KEY, JSON.stringify([list, key]));
  }
}
