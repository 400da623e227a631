import type { Allowance, Claim } from '#platform/limits';
import { networkOf } from './network.js';
import type { LimitedAction, LimitScope, Rule } from './rules.js';

/** Whose tries are counted. */
export interface LimitedParty {
  /** The client's network address, where it is known. */
  readonly address?: string | undefined;
  /** What stands for a client whose address is not known: nothing that it shares with everybody else. */
  readonly connection?: string | undefined;
  /** What is tried: an account by its id, or by what it is called in the request when there is none. */
  readonly account?: string | undefined;
  /** Whose account that is, when it is somebody's: from where they signed in before they are let through. */
  readonly userId?: string | undefined;
}

/** A claim of which it is known what it is about. */
export interface ScopedClaim extends Claim {
  readonly scope: LimitScope;
}

/** Where a client is that shows no address is told by its connection, which is renewed for the asking. */
const UNKNOWN_ADDRESS_SHARE = 1 / 4;

/** Long texts are told apart by their ends, where tokens have their signature. */
const LONGEST_NAME = 512;

/** Every key that a try falls under. */
export function claimsOf(action: LimitedAction, rule: Rule, party: LimitedParty): ScopedClaim[] {
  const network = party.address === undefined ? undefined : networkOf(party.address);
  const place = network ?? connectionOf(party);
  const account = party.account?.slice(-LONGEST_NAME);
  const claims: ScopedClaim[] = [];
  const claim = (scope: LimitScope, value: string, allowance: Allowance | undefined): void => {
    if (allowance) claims.push({ scope, key: `${action}:${scope}:${value}`, allowance });
  };
  if (place !== undefined) claim('address', place, network === undefined ? lessened(rule.address) : rule.address);
  if (account !== undefined) claim('account', account, rule.account);
  if (place !== undefined && account !== undefined) claim('pair', `${place} ${account}`, rule.pair);
  return claims;
}

/** By what a client is told from others: its network, else its connection, else nothing. */
export function placeOf({ address, connection }: Pick<LimitedParty, 'address' | 'connection'>): string | undefined {
  const network = address === undefined ? undefined : networkOf(address);
  return network ?? connectionOf({ connection });
}

function connectionOf({ connection }: Pick<LimitedParty, 'connection'>): string | undefined {
  return connection === undefined ? undefined : `connection ${connection}`;
}

function lessened(allowance: Allowance): Allowance {
  return { ...allowance, points: Math.ceil(allowance.points * UNKNOWN_ADDRESS_SHARE) };
}
