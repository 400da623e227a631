import { type DataSource, type EntityTarget, FindOperator, type ObjectLiteral } from 'typeorm';
import { quoted, RowShape } from './row-shape.js';

/** A statement of one shape; the same object every time, so that a connection prepares it once. */
export interface Sql {
  /** Of its own within the process. */
  readonly name: string;
  readonly text: string;
}

export interface Statement {
  readonly sql: Sql;
  readonly values: readonly unknown[];
}

/** A question of one shape, together with what makes an entity of each row of the answer. */
interface Reading<T> {
  readonly sql: Sql;
  readonly read: (row: readonly unknown[]) => T | null;
}

/** One that can be asked. */
export interface Question<T> extends Reading<T>, Statement {}

type Fields = Readonly<Record<string, unknown>>;

interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

const OPERATORS: Readonly<Record<string, string>> = {
  equal: '=',
  moreThan: '>',
  moreThanOrEqual: '>=',
  lessThan: '<',
  lessThanOrEqual: '<=',
};

/**
 * Writes the few simple statements that requests live on: one row in, one row changed, the rows that fit plain
 * conditions. Each is made once for each shape, that is for its table and the names of its fields; what differs
 * from call to call are values. Anything richer is the ORM's.
 */
export class Statements {
  private readonly shapes = new Map<EntityTarget<ObjectLiteral>, RowShape<ObjectLiteral>>();
  private readonly texts = new Map<string, Sql>();
  private readonly reading = new Map<string, Reading<ObjectLiteral>>();

  constructor(
    private readonly source: DataSource,
    private readonly hasNumberedParameters: boolean,
  ) {}

  insert<T extends ObjectLiteral>(entity: EntityTarget<T>, row: T): Statement {
    const { table, columns } = this.shape(entity);
    const text = () => {
      const names = columns.map(({ name }) => name).join(', ');
      return `INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`;
    };
    const values = columns.map(({ property, toStored }) => toStored(row[property]) ?? null);
    return { sql: this.sql(`insert ${table}`, text), values };
  }

  /** Puts the row in the place of the one with its key, or adds it where there is none. */
  put<T extends ObjectLiteral>(entity: EntityTarget<T>, row: T): Statement {
    const insertion = this.insert(entity, row);
    const text = () => {
      const keys = this.source.getMetadata(entity).primaryColumns.map(({ databaseName }) => quoted(databaseName));
      const others = this.shape(entity).columns.flatMap(({ name }) => (keys.includes(name) ? [] : [name]));
      const sets = others.map((name) => `${name} = excluded.${name}`).join(', ');
      return unnumbered(`${insertion.sql.text} ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${sets}`);
    };
    return { ...insertion, sql: this.sql(`put ${insertion.sql.name}`, text) };
  }

  /** Undefined where the conditions are not plain. */
  update<T extends ObjectLiteral>(entity: EntityTarget<T>, where: Fields, change: Fields): Statement | undefined {
    const shape = this.shape(entity);
    const condition = conditionOf(shape, where);
    const sets: string[] = [];
    const values: unknown[] = [];
    for (const [property, value] of Object.entries(change)) {
      const column = shape.column(property);
      if (value === undefined) continue;
      if (!column) return undefined;
      sets.push(`${column.name} = ?`);
      values.push(column.toStored(value));
    }
    if (!condition || sets.length === 0) return undefined;
    const text = `UPDATE ${shape.table} SET ${sets.join(', ')} WHERE ${condition.text}`;
    return { sql: this.sql(text, () => text), values: [...values, ...condition.values] };
  }

  /** Undefined where the conditions are not plain. */
  remove<T extends ObjectLiteral>(entity: EntityTarget<T>, where: Fields): Statement | undefined {
    const shape = this.shape(entity);
    const condition = conditionOf(shape, where);
    if (!condition) return undefined;
    const text = `DELETE FROM ${shape.table} WHERE ${condition.text}`;
    return { sql: this.sql(text, () => text), values: condition.values };
  }

  /**
   * The first row that fits, with the row that it refers to by that relation.
   *
   * @throws Error where the conditions are not plain
   */
  first<T extends ObjectLiteral>(entity: EntityTarget<T>, where: Fields, relation?: string): Question<T> {
    const shape = this.shape(entity);
    const condition = conditionOf(shape, where, 'own.');
    if (!condition) throw new Error(`${shape.table} is asked for by plain conditions only`);
    const key = `first ${shape.table} ${relation ?? ''} ${condition.text}`;
    const known = this.reading.get(key) as Reading<T> | undefined;
    const { sql, read } = known ?? this.readingOf(key, entity, { relation, condition: condition.text });
    return { sql, values: condition.values, read };
  }

  /**
   * The same on PostgreSQL, once nobody else holds that name or that row any more, both of which it holds from then on.
   * The row is what whoever held it before has left. Where there is none, nothing is held.
   */
  firstHeld<T extends ObjectLiteral>(name: string, entity: EntityTarget<T>, where: Fields): Question<T> {
    const question = this.first(entity, where);
    const text = () =>
      unnumbered(question.sql.text)
        .replace(' WHERE ', ', (SELECT pg_advisory_xact_lock(hashtextextended(?, 0))) held WHERE ')
        .concat(' FOR UPDATE OF own');
    return { ...question, sql: this.sql(`held ${question.sql.name}`, text), values: [name, ...question.values] };
  }

  /** The same on PostgreSQL, once nobody else holds that row any more, which is held from then on. */
  held<T>(question: Question<T>): Question<T> {
    const text = () => unnumbered(`${question.sql.text} FOR UPDATE OF own`);
    return { ...question, sql: this.sql(`row held ${question.sql.name}`, text) };
  }

  /** Both in one on PostgreSQL; how many rows it reached is told of the second. */
  both(one: Statement, other: Statement): Statement {
    const text = () => unnumbered(`WITH one AS (${one.sql.text}) ${other.sql.text}`);
    const values = [...one.values, ...other.values];
    return { sql: this.sql(`both ${one.sql.name} ${other.sql.name}`, text), values };
  }

  private readingOf<T extends ObjectLiteral>(
    key: string,
    entity: EntityTarget<T>,
    { relation, condition }: { readonly relation: string | undefined; readonly condition: string },
  ): Reading<T> {
    const shape = this.shape(entity);
    const related = relation === undefined ? undefined : this.related(entity, relation);
    const text = () => {
      const other = related ? related.shape.columns.map(({ name }) => `other.${name}`) : [];
      const names = [...shape.columns.map(({ name }) => `own.${name}`), ...other].join(', ');
      return `SELECT ${names} FROM ${shape.table} own${related?.join ?? ''} WHERE ${condition} LIMIT 1`;
    };
    const read = (row: readonly unknown[]) => {
      const found = shape.entityFrom(row);
      if (!found || !related || relation === undefined) return found;
      const other = related.shape.entityFrom(row, shape.columns.length);
      if (other) Object.assign(found, { [relation]: other });
      return found;
    };
    const made = { sql: this.sql(key, text), read };
    this.reading.set(key, made);
    return made;
  }

  private related<T extends ObjectLiteral>(entity: EntityTarget<T>, relation: string) {
    const metadata = this.source.getMetadata(entity);
    const found = metadata.findRelationWithPropertyPath(relation);
    const [column] = found?.joinColumns ?? [];
    if (!found || !column?.referencedColumn) throw new Error(`${metadata.tableName} refers to nothing by ${relation}`);
    const shape = this.shape(found.inverseEntityMetadata.target);
    const on = `other.${quoted(column.referencedColumn.databaseName)} = own.${quoted(column.databaseName)}`;
    return { shape, join: ` LEFT JOIN ${shape.table} other ON ${on}` };
  }

  private shape<T extends ObjectLiteral>(entity: EntityTarget<T>): RowShape<T> {
    const known = this.shapes.get(entity);
    if (known) return known as RowShape<T>;
    const made = new RowShape<T>(this.source.getMetadata(entity));
    this.shapes.set(entity, made);
    return made;
  }

  private sql(key: string, text: () => string): Sql {
    const known = this.texts.get(key);
    if (known) return known;
    let count = 0;
    const numbered = this.hasNumberedParameters ? text().replaceAll('?', () => `$${++count}`) : text();
    const made = { name: `statement_${this.texts.size}`, text: numbered };
    this.texts.set(key, made);
    return made;
  }
}

/** As it was before its parameters were numbered. */
function unnumbered(text: string): string {
  return text.replaceAll(/\$\d+/g, '?');
}

/** What fits all of it; undefined where something in it is no plain comparison. */
function conditionOf<T extends ObjectLiteral>(shape: RowShape<T>, where: Fields, prefix = ''): Condition | undefined {
  const parts: string[] = [];
  const values: unknown[] = [];
  for (const [property, wanted] of Object.entries(where)) {
    const column = shape.column(property);
    const isOperator = wanted instanceof FindOperator;
    const operator = isOperator ? OPERATORS[wanted.type] : '=';
    if (!column || wanted === undefined) return undefined;
    if (isOperator && wanted.type === 'isNull') {
      parts.push(`${prefix}${column.name} IS NULL`);
    } else if (operator === undefined || wanted === null) {
      return undefined;
    } else {
      parts.push(`${prefix}${column.name} ${operator} ?`);
      values.push(column.toStored(isOperator ? wanted.value : wanted));
    }
  }
  return parts.length > 0 ? { text: parts.join(' AND '), values } : undefined;
}
