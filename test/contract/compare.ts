import type { Addition } from './additions.js';
import type { Facts } from './facts.js';

/** A single fact: where it stands, as names joined by dots, and what it says. */
export type Fact = readonly [path: string, value: string];

export interface Difference {
  readonly path: string;
  /** What the documentation says; undefined where it says nothing. */
  readonly stated: string | undefined;
  /** What the served document says; undefined where it says nothing. */
  readonly served: string | undefined;
}

/** The facts one by one. That a list or a group is empty is a fact as well. */
export function factsOneByOne(facts: Facts): Fact[] {
  return leavesOf(facts, []);
}

/** Everything in which what is served departs from what is stated, but for what it is allowed to add. */
export function differences(stated: Facts, served: Facts, additions: readonly Addition[] = []): Difference[] {
  const one = new Map(factsOneByOne(stated));
  const other = new Map(factsOneByOne(served));
  const added = additions.flatMap(({ paths }) => paths);
  return [...new Set([...one.keys(), ...other.keys()])]
    .map((path) => ({ path, stated: one.get(path), served: other.get(path) }))
    .filter((fact) => fact.stated !== fact.served)
    .filter((fact) => !added.some((path) => isAdded(fact, path)));
}

/** The paths of additions that are none: what stands there is stated, or nothing does. */
export function unfounded(additions: readonly Addition[], stated: Facts, served: Facts): string[] {
  const added = differences(stated, served).filter((difference) => difference.stated === undefined);
  return additions
    .flatMap(({ paths }) => paths)
    .filter((path) => !added.some((difference) => isWithin(difference.path, path)));
}

/** Whether the documentation says nothing there, or that there is nothing. */
function isAdded({ path, stated }: Difference, whole: string): boolean {
  return stated === undefined ? isWithin(path, whole) : stated === '[]' && path === whole;
}

function isWithin(path: string, whole: string): boolean {
  return path === whole || path.startsWith(`${whole}.`);
}

function leavesOf(value: unknown, path: readonly string[]): Fact[] {
  const members = value instanceof Object ? Object.entries(value) : [];
  if (members.length === 0) return [[path.join('.'), JSON.stringify(value)]];
  return members.flatMap(([name, member]) => leavesOf(member, [...path, name]));
}
