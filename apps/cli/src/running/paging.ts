import { type Command, InvalidArgumentError } from 'commander';
import type { Page, PageOrder } from '#core/paging';

const MAX = 200;

export interface PageOptions {
  readonly limit?: number;
  readonly cursor?: string;
}

/** Gives a list its options. */
export function paged(command: Command): Command {
  return command
    .option('--limit <count>', `how many to list, at most ${MAX} (default: 50)`, upTo(MAX))
    .option('--cursor <cursor>', 'go on where the page before ended');
}

export function orderOf({ limit, cursor }: PageOptions): PageOrder {
  return { ...(limit !== undefined && { size: limit }), ...(cursor !== undefined && { cursor }) };
}

/** The line under a list that tells how to go on. */
export function withNext(list: string, next: string | undefined): string {
  return next === undefined ? list : `${list}\n\nThere are more: add --cursor ${next}`;
}

/** Every row there is, page after page. */
export async function everyRow<Row>(read: (order: PageOrder) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let page = await read({ size: MAX });
  rows.push(...page.rows);
  while (page.next !== undefined) {
    page = await read({ size: MAX, cursor: page.next });
    rows.push(...page.rows);
  }
  return rows;
}

/** Reads a whole number from 1 up to that one. */
export function upTo(max: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (number < 1 || number > max) throw new InvalidArgumentError(`It has to be a whole number from 1 to ${max}.`);
    return number;
  };
}
