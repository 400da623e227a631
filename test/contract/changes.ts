/** A copy in which one thing is different. */
export interface Change<T> {
  /** Where, as the names on the way there. */
  readonly way: readonly string[];
  /** Whether it is what a name stands for that is different, or the name. */
  readonly kind: 'value' | 'name';
  readonly changed: T;
}

/** One copy for every value in some JSON, and one for every name, in which just that is different. */
export function changesOf<T extends object>(whole: T): Change<T>[] {
  return changesWithin(whole, []) as Change<T>[];
}

function changesWithin(value: unknown, way: readonly string[]): Change<unknown>[] {
  const members = value instanceof Object ? Object.entries(value) : [];
  if (members.length === 0) return [{ way, kind: 'value', changed: another(value) }];
  const isList = Array.isArray(value);
  return members.flatMap(([name, member], place) => {
    const put = (entry: readonly [string, unknown]) => {
      const entries = members.with(place, [...entry]);
      return isList ? entries.map(([, element]) => element) : Object.fromEntries(entries);
    };
    const here = [...way, name];
    const renamed = { way: here, kind: 'name', changed: put([`${name}x`, member]) } as const;
    const within = changesWithin(member, here).map((change) => ({ ...change, changed: put([name, change.changed]) }));
    return isList ? within : [renamed, ...within];
  });
}

/** Something else of the same kind: one character, one more, the contrary, or something where nothing was. */
function another(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, -1) + (value.endsWith('x') ? 'y' : 'x');
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) ? ['x'] : { x: 'x' };
}
