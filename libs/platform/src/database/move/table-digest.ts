import { createHash } from 'node:crypto';
import type { Side, Span } from './side.js';
import type { TableLayout } from './table-layout.js';

/** SHA-256 over those rows, in the order of their key and under the names of their columns; alike on both engines. */
export async function digestOf(side: Side, table: TableLayout, span: Span): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(table.columns.map(({ name }) => name)));
  if (span.count === 0) return hash.digest('hex');
  for await (const batch of side.rows(table, span)) for (const row of batch) hash.update(`\n${JSON.stringify(row)}`);
  return hash.digest('hex');
}
