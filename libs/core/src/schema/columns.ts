import type { TableColumnOptions } from 'typeorm';

/** Column shapes that mean the same on SQLite and on PostgreSQL. */
export const column = {
  id: (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => text(name, 36, more),
  text,
  longText: (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
    name,
    type: 'text',
    ...more,
  }),
  /** Milliseconds since the epoch. */
  moment: (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
    name,
    type: 'bigint',
    ...more,
  }),
  /** Counts past what 32 bits hold. */
  bigCount: (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
    name,
    type: 'bigint',
    ...more,
  }),
  count: (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
    name,
    type: 'integer',
    ...more,
  }),
};

export const optional = { isNullable: true };
export const primary = { isPrimary: true };
export const unique = { isUnique: true };

function text(name: string, length: number, more: Partial<TableColumnOptions> = {}): TableColumnOptions {
  return { name, type: 'varchar', length: String(length), ...more };
}

/** A reference to an organisation that goes when the organisation goes. */
export function toOrganization(columnName = 'organization_id') {
  return { ...toUser(columnName), referencedTableName: 'organizations' };
}

/** A reference to an account that goes when the account goes. */
export function toUser(columnName = 'user_id') {
  return {
    columnNames: [columnName],
    referencedTableName: 'users',
    referencedColumnNames: ['id'],
    onDelete: 'CASCADE',
  };
}
