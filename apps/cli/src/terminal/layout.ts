/** What a terminal would take for an order, or not show. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Columns under their headings; a line of its own where there are no rows. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[], none: string): string {
  if (rows.length === 0) return none;
  const lines = [headings, ...rows.map((row) => row.map(shown))];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => [...(line[column] ?? '')].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and values, one a line. */
export function facts(entries: readonly (readonly [name: string, value: Cell])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${shown(value)}`.trimEnd()).join('\n');
}

export type Cell = string | number | boolean | Date | null | undefined;

function shown(cell: Cell): string {
  if (cell === null || cell === undefined) return '-';
  if (cell instanceof Date) return cell.toISOString().replace(/\.\d+Z$/, 'Z');
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return String(cell).replace(UNPRINTABLE, '\uFFFD');
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(width - [...cell].length);
}
