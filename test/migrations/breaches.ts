import type { Table, TableColumn } from 'typeorm';
import { plainName } from '../support/rows.js';

/**
 * Migrations that a program of the release before them cannot live with, and why that is in order. An entry is for
 * one release: it may name a destructive step only once the release before it has stopped using what goes.
 */
export const EXCEPTIONS: Readonly<Record<string, { readonly why: string; readonly breaches: readonly string[] }>> = {
  AddMembershipStatus1763769611000: {
    why: 'It came before the first release.',
    breaches: ['memberships.status must be given'],
  },
};

/**
 * What a migration takes away from a program that was written for the tables before it: something that it reads or
 * writes is gone or narrower, or a row that it would write is refused. Indexes that are not unique come and go.
 */
export function breachesOf(before: readonly Table[], after: readonly Table[]): string[] {
  return before.flatMap((table) => {
    const successor = after.find(({ name }) => name === table.name);
    return successor
      ? [...columnBreaches(table, successor), ...ruleBreaches(table, successor)]
      : [`${of(table)} is gone`];
  });
}

function columnBreaches(table: Table, successor: Table): string[] {
  const gone = table.columns.filter(({ name }) => !successor.findColumnByName(name));
  const demanded = successor.columns.filter((column) => {
    const old = table.findColumnByName(column.name);
    return isDemanded(column) && !(old && isDemanded(old));
  });
  const narrower = table.columns.filter((column) => isNarrower(column, successor.findColumnByName(column.name)));
  return [
    ...gone.map(({ name }) => `${of(table)}.${name} is gone`),
    ...demanded.map(({ name }) => `${of(table)}.${name} must be given`),
    ...narrower.map(({ name }) => `${of(table)}.${name} holds less`),
  ];
}

function isDemanded({ isNullable, default: byDefault }: TableColumn): boolean {
  return !isNullable && (byDefault === undefined || byDefault === null);
}

function isNarrower(old: TableColumn, now: TableColumn | undefined): boolean {
  if (!now) return false;
  const isLonger = now.length === '' || (old.length !== '' && Number(now.length) >= Number(old.length));
  return now.type !== old.type || !isLonger || (now.isNullable && !old.isNullable);
}

/** Unique constraints are on both sides of this: new ones refuse rows, and races are decided by the old ones. */
function ruleBreaches(table: Table, successor: Table): string[] {
  const [old, now] = [rulesOf(table), rulesOf(successor)];
  return [
    ...now.filter((rule) => !old.includes(rule)).map((rule) => `${of(table)} is now held to ${rule}`),
    ...old.filter((rule) => !now.includes(rule)).map((rule) => `${of(table)} is no longer held to ${rule}`),
  ];
}

function rulesOf({ indices, uniques, foreignKeys, columns, checks }: Table): string[] {
  const unique = [...indices.filter(({ isUnique }) => isUnique), ...uniques].map(
    ({ columnNames }) => `unique ${columnNames.toSorted().join()}`,
  );
  const primary = columns.filter(({ isPrimary }) => isPrimary).map(({ name }) => name);
  const references = foreignKeys.map((key) => `${key.columnNames.join()} in ${plainName(key.referencedTableName)}`);
  return [
    ...new Set([
      ...unique,
      ...references,
      `primary ${primary.toSorted().join()}`,
      ...checks.map(({ expression }) => `check ${expression ?? ''}`),
    ]),
  ];
}

function of({ name }: Table): string {
  return plainName(name);
}
