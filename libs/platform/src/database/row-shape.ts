import type { EntityMetadata, ObjectLiteral, ValueTransformer } from 'typeorm';

/** How one property of an entity stands in its table. */
export interface ColumnShape {
  readonly property: string;
  /** Quoted. */
  readonly name: string;
  readonly toStored: (value: unknown) => unknown;
  readonly fromStored: (stored: unknown) => unknown;
}

/** Types whose values both drivers take and give as they are, or as the column's transformer says. */
const PLAIN_TYPES: ReadonlySet<unknown> = new Set(['varchar', 'text', 'bigint', 'integer']);

/**
 * An entity's row as a list of values, in the order of {@link columns}: what the ORM would find out for every row
 * anew is found out once.
 */
export class RowShape<T extends ObjectLiteral> {
  readonly table: string;
  readonly columns: readonly ColumnShape[];
  private readonly byProperty: ReadonlyMap<string, ColumnShape>;

  private readonly Entity: new () => Record<string, unknown>;

  constructor(metadata: EntityMetadata) {
    this.Entity = metadata.target as new () => Record<string, unknown>;
    this.table = quoted(metadata.tableName);
    this.columns = metadata.columns.map(shapeOf);
    this.byProperty = new Map(this.columns.map((column) => [column.property, column]));
  }

  column(property: string): ColumnShape | undefined {
    return this.byProperty.get(property);
  }

  /** The entity whose values begin at that place of a row; null where an outer join found none. */
  entityFrom(values: readonly unknown[], from = 0): T | null {
    const entity = new this.Entity();
    let isThere = false;
    for (let index = 0; index < this.columns.length; index++) {
      const column = this.columns[index];
      const stored = values[from + index];
      if (stored !== null) isThere = true;
      if (column) entity[column.property] = column.fromStored(stored);
    }
    return isThere ? (entity as T) : null;
  }
}

export function quoted(name: string): string {
  return `"${name}"`;
}

function shapeOf(column: EntityMetadata['columns'][number]): ColumnShape {
  const { propertyName: property, databaseName, type } = column;
  const name = quoted(databaseName);
  if (type === 'simple-json') return { property, name, toStored: toJson, fromStored: fromJson };
  if (!PLAIN_TYPES.has(type)) throw new Error(`${databaseName}: no way is known to store a ${String(type)} as it is`);
  const [transformer = AS_IS, ...more] = [column.transformer ?? AS_IS].flat();
  if (more.length > 0) throw new Error(`${databaseName}: one transformer is as much as a column can have`);
  return {
    property,
    name,
    toStored: (value) => transformer.to(value) as unknown,
    fromStored: (stored) => transformer.from(stored) as unknown,
  };
}

const AS_IS: ValueTransformer = { to: (value: unknown) => value, from: (stored: unknown) => stored };

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function fromJson(stored: unknown): unknown {
  return typeof stored === 'string' ? JSON.parse(stored) : stored;
}
