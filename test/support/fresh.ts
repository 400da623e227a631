let count = 0;

/** A name that nothing in this test file has had before: `ada-1`, `ada-2`, … */
export function fresh(name: string): string {
  count += 1;
  return `${name}-${count}`;
}

/** The same as an e-mail address. */
export const freshEmail = (name: string): string => `${fresh(name)}@example.com`;
