import type { Allowance } from '#platform/limits';
import { LIMIT_SCOPES, LIMITED_ACTIONS, type LimitedAction, type LimitScope, type Rules } from './rules.js';

/** One allowance that whoever runs the service wants otherwise. */
export interface Override {
  readonly action: LimitedAction;
  readonly scope: LimitScope;
  readonly points: number;
  /** The length of a window, the longest pause of a delay; as it is where nothing is said. */
  readonly seconds?: number;
}

const FORM = /^([a-z-]+)\.(address|account|pair)=([1-9]\d{0,6})(?:\/([1-9]\d{0,5})([smh]))?$/;
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Reads `sign-in.address=300` or `sign-up.address=100/10m`; undefined when it is neither. */
export function readOverride(text: string): Override | undefined {
  const [, action, scope, points, length, unit = ''] = FORM.exec(text) ?? [];
  const known = LIMITED_ACTIONS.find((name) => name === action);
  const by = LIMIT_SCOPES.find((name) => name === scope);
  if (!known || !by) return undefined;
  const seconds = length === undefined ? {} : { seconds: Number(length) * (UNIT_SECONDS[unit] ?? 1) };
  return { action: known, scope: by, points: Number(points), ...seconds };
}

/** Whether there is such an allowance to be overridden. */
export function fits({ action, scope }: Override, rules: Rules): boolean {
  return rules[action][scope] !== undefined;
}

export function overridden(rules: Rules, overrides: readonly Override[]): Rules {
  return overrides.reduce((present, override) => {
    const allowance = present[override.action][override.scope];
    if (!allowance) return present;
    const rule = { ...present[override.action], [override.scope]: changed(allowance, override) };
    return { ...present, [override.action]: rule };
  }, rules);
}

function changed(allowance: Allowance, { points, seconds }: Override): Allowance {
  if (allowance.kind === 'window') return { ...allowance, points, perSeconds: seconds ?? allowance.perSeconds };
  const ceilingSeconds = seconds ?? allowance.ceilingSeconds;
  return { ...allowance, points, ceilingSeconds, pauseSeconds: Math.min(allowance.pauseSeconds, ceilingSeconds) };
}
