/** What is limited: everything by which something can be guessed, filled up or sent. */
export type LimitedAction =
  'sign-in' | 'client-sign-in' | 'sign-up' | 'refresh' | 'send' | 'one-time-token' | 'api-key';

/** At most so many in so many seconds. */
export interface Allowance {
  readonly points: number;
  readonly perSeconds: number;
}

/** One action's allowances for one client address, for one account, and for one of each together. */
export interface Rule {
  readonly address: Allowance;
  readonly account?: Allowance;
  readonly pair?: Allowance;
}

const MINUTE = 60;
const HOUR = 3600;

/** For production. */
const STRICT: Readonly<Record<LimitedAction, Rule>> = {
  'sign-in': {
    address: { points: 60, perSeconds: MINUTE },
    account: { points: 50, perSeconds: 15 * MINUTE },
    pair: { points: 10, perSeconds: 5 * MINUTE },
  },
  'client-sign-in': {
    address: { points: 600, perSeconds: MINUTE },
    account: { points: 300, perSeconds: MINUTE },
    pair: { points: 120, perSeconds: MINUTE },
  },
  'sign-up': { address: { points: 20, perSeconds: 10 * MINUTE } },
  refresh: { address: { points: 600, perSeconds: MINUTE } },
  send: {
    address: { points: 20, perSeconds: HOUR },
    account: { points: 5, perSeconds: HOUR },
  },
  'one-time-token': { address: { points: 30, perSeconds: MINUTE } },
  'api-key': { address: { points: 600, perSeconds: MINUTE }, pair: { points: 20, perSeconds: MINUTE } },
};

/** For a laptop, a test suite, a demonstration: wide, but not open. */
const LAX: Readonly<Record<LimitedAction, Rule>> = {
  'sign-in': {
    address: { points: 3000, perSeconds: MINUTE },
    account: { points: 200, perSeconds: MINUTE },
    pair: { points: 100, perSeconds: MINUTE },
  },
  'client-sign-in': { address: { points: 6000, perSeconds: MINUTE }, account: { points: 3000, perSeconds: MINUTE } },
  'sign-up': { address: { points: 1000, perSeconds: MINUTE } },
  refresh: { address: { points: 6000, perSeconds: MINUTE } },
  send: { address: { points: 300, perSeconds: MINUTE }, account: { points: 30, perSeconds: MINUTE } },
  'one-time-token': { address: { points: 600, perSeconds: MINUTE } },
  'api-key': { address: { points: 6000, perSeconds: MINUTE }, pair: { points: 200, perSeconds: MINUTE } },
};

export const RULES = { strict: STRICT, lax: LAX } as const;
