import { FindOperator, type FindOptionsWhere, type ObjectLiteral } from 'typeorm';

/**
 * The same conditions, with operators of their own: TypeORM rewrites the values in those that it is given to their
 * stored form, so that they would not mean the same to a second statement.
 */
export function withOwnOperators<T extends ObjectLiteral>(where: FindOptionsWhere<T>): FindOptionsWhere<T> {
  return copiedFields(where);
}

function copiedFields(fields: object): object {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, copied(value)]));
}

/** Operators are found in operators, too, by themselves (`Not(In(…))`) and in lists (`Or(…, …)`). */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (!(value instanceof FindOperator)) return value;
  return Object.assign(Object.create(Object.getPrototypeOf(value) as object) as object, copiedFields(value));
}
