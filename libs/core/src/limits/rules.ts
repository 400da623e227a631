import type { Allowance, Delay, Window } from '#platform/limits';

/** What is limited: everything by which something can be guessed, filled up or sent. */
export const LIMITED_ACTIONS = [
  'sign-in',
  'client-sign-in',
  'sign-up',
  'refresh',
  'send',
  'one-time-token',
  'api-key',
] as const;

export type LimitedAction = (typeof LIMITED_ACTIONS)[number];

/** By what tries are counted: where they come from, whom they are about, and both together. */
export const LIMIT_SCOPES = ['address', 'account', 'pair'] as const;

export type LimitScope = (typeof LIMIT_SCOPES)[number];

/**
 * One action's allowances. Whoever has a pair of their own keeps it while the account is closed to strangers;
 * where an account's own allowance harms nobody but whoever spends it, there is none.
 */
export interface Rule {
  readonly address: Allowance;
  readonly account: Allowance;
  readonly pair?: Allowance;
}

export type Rules = Readonly<Record<LimitedAction, Rule>>;

const MINUTE = 60;
const HOUR = 3600;

const per = (perSeconds: number, points: number): Window => ({ kind: 'window', points, perSeconds });
const freely = (points: number, pauseSeconds: number, ceilingSeconds: number): Delay => ({
  kind: 'delay',
  points,
  pauseSeconds,
  ceilingSeconds,
});

/** For production. */
const STRICT: Rules = {
  'sign-in': {
    address: per(MINUTE, 60),
    account: freely(50, 1, 5 * MINUTE),
    pair: freely(10, 5, 15 * MINUTE),
  },
  'client-sign-in': {
    address: per(MINUTE, 600),
    account: freely(120, 1, 30),
    pair: freely(60, 1, MINUTE),
  },
  'sign-up': { address: per(10 * MINUTE, 20), account: freely(30, 1, MINUTE) },
  refresh: { address: per(MINUTE, 600), account: per(MINUTE, 120) },
  send: { address: per(HOUR, 20), account: freely(6, MINUTE, HOUR), pair: freely(5, MINUTE, HOUR) },
  'one-time-token': { address: per(MINUTE, 30), account: freely(30, 1, MINUTE) },
  'api-key': { address: per(MINUTE, 600), account: freely(50, 1, MINUTE), pair: freely(20, 1, MINUTE) },
};

/** For a laptop, a test suite, a demonstration: wide, but not open. */
const LAX: Rules = {
  'sign-in': {
    address: per(MINUTE, 3000),
    account: freely(200, 1, 5),
    pair: freely(100, 1, 10),
  },
  'client-sign-in': { address: per(MINUTE, 6000), account: freely(3000, 1, 5), pair: freely(1500, 1, 5) },
  'sign-up': { address: per(MINUTE, 1000), account: freely(300, 1, 5) },
  refresh: { address: per(MINUTE, 6000), account: per(MINUTE, 3000) },
  send: { address: per(MINUTE, 300), account: freely(30, 1, 10), pair: freely(30, 1, 10) },
  'one-time-token': { address: per(MINUTE, 600), account: freely(300, 1, 5) },
  'api-key': { address: per(MINUTE, 6000), account: freely(200, 1, 5), pair: freely(100, 1, 5) },
};

export const RULES = { strict: STRICT, lax: LAX } as const;
