import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITED_ACTIONS, RULES } from '#core/limits';
import type { Allowance } from '#platform/limits';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/limits.md'), 'utf8');

const UNITS: readonly [string, number][] = [
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

function length(seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds % each === 0) ?? ['s', 1];
  return `${seconds / size} ${unit}`;
}

function told(allowance: Allowance | undefined): string {
  if (!allowance) return '–';
  if (allowance.kind === 'window') return `${allowance.points} in ${length(allowance.perSeconds)}`;
  const { points, pauseSeconds, ceilingSeconds } = allowance;
  return `${points}, then ${length(pauseSeconds)} to ${length(ceilingSeconds)}`;
}

const rows = (['strict', 'lax'] as const).flatMap((profile) =>
  LIMITED_ACTIONS.map((action) => {
    const { address, account, pair } = RULES[profile][action];
    return [`\`${action}\``, profile, told(address), told(account), told(pair)];
  }),
);

describe('the table in docs/limits.md', () => {
  it('says what the rules are', () => {
    const lines = PAGE.split('\n').filter((line) => line.startsWith('| `'));
    const cells = lines.map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    expect(cells).toEqual(rows);
  });
});
