import type { DataSource } from 'typeorm';
import type { TableLayout } from './table-layout.js';

/** The values of one row as both engines tell them alike: numbers in decimal, text as it is, in the layout's order. */
export type Row = readonly (string | null)[];

export interface Span {
  readonly from: number;
  readonly count: number;
}

/** One of the two databases of a move. */
export interface Side {
  /** For whoever reads of it. */
  readonly name: string;
  readonly source: DataSource;
  count(table: TableLayout): Promise<number>;
  /** Those rows, in the order of the bytes of their key, some at a time. To be read to its end. */
  rows(table: TableLayout, span: Span): AsyncIterable<readonly Row[]>;
  /** Adds all of them or none. */
  insert(table: TableLayout, rows: readonly Row[]): Promise<void>;
  /** Has nobody write to those tables, whatever program it may be, until the side is let go of. */
  holdStill(tables: readonly TableLayout[]): Promise<void>;
}

export type SideWork<T> = (side: Side) => Promise<T>;

/** Rows that are in hand at once, and written in one transaction. */
export const BATCH_ROWS = 500;
