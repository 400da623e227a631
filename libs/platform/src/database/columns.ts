import { Column, type ColumnOptions } from 'typeorm';

const epochMillis = {
  to: (moment: Date | null | undefined) => moment?.getTime() ?? moment,
  from: (stored: number | string | null) => (stored === null ? null : new Date(Number(stored))),
};

/**
 * A moment, kept as milliseconds since the epoch. The one form that both engines store, index and
 * compare alike, without a time zone to get wrong. In a query, compare with {@link toStored}.
 */
export function MomentColumn(options: Pick<ColumnOptions, 'name' | 'nullable'> = {}): PropertyDecorator {
  return Column({ ...options, type: 'bigint', transformer: epochMillis });
}

/** The stored form of a moment, for conditions written as SQL. */
export function toStored(moment: Date): number {
  return moment.getTime();
}

/** A JSON object, kept as text. */
export function JsonColumn(options: Pick<ColumnOptions, 'name' | 'nullable'> = {}): PropertyDecorator {
  return Column({ ...options, type: 'simple-json' });
}
