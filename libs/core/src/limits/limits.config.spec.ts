import { type Environment, readConfiguration } from '#platform/config';
import { type LimitsConfig, limitsSection, RULES } from './index.js';

const read = (environment: Environment) =>
  readConfiguration([limitsSection], environment).get(limitsSection.token) as LimitsConfig;

describe('the configuration of limits', () => {
  it.each([
    [{}, 'lax'],
    [{ NODE_ENV: 'production' }, 'strict'],
    [{ NODE_ENV: 'production', LIMITS: 'lax' }, 'lax'],
    [{ NODE_ENV: 'test', LIMITS: 'strict' }, 'strict'],
  ] as const)('with %j is %s', (environment, profile) => {
    expect(read(environment)).toEqual({ profile, rules: RULES[profile], knownNetworkTtlSeconds: 90 * 24 * 3600 });
  });

  it('can be anything but off', () => {
    expect(() => read({ LIMITS: 'off' })).toThrow('LIMITS: expected one of auto, strict, lax');
  });

  it('lets single allowances be overridden, and leaves all others as they are', () => {
    const LIMIT_OVERRIDES = 'sign-up.address=100/1h, sign-in.pair=5, send.account=9/2m, refresh.account=7';
    const { rules } = read({ LIMITS: 'strict', LIMIT_OVERRIDES });
    const { strict } = RULES;
    expect(rules).toEqual({
      ...strict,
      'sign-up': { ...strict['sign-up'], address: { kind: 'window', points: 100, perSeconds: 3600 } },
      'sign-in': { ...strict['sign-in'], pair: { kind: 'delay', points: 5, pauseSeconds: 5, ceilingSeconds: 900 } },
      send: { ...strict.send, account: { kind: 'delay', points: 9, pauseSeconds: 60, ceilingSeconds: 120 } },
      refresh: { ...strict.refresh, account: { kind: 'window', points: 7, perSeconds: 60 } },
    });
  });

  it.each([
    'sign-in.pair',
    'sign-in.pair=0',
    'sign-in.pair=-1',
    'sign-in.pair=1.5',
    'sign-in.pair=10/5',
    'sign-in.pair=10/0m',
    'sign-in=10',
    'sign-in.nobody=10',
    'walk-in.pair=10',
    // There is no such allowance.
    'sign-up.pair=10',
    'sign-in.pair=10, nonsense',
  ])('takes no override such as %p', (LIMIT_OVERRIDES) => {
    expect(() => read({ LIMIT_OVERRIDES })).toThrow(/LIMIT_OVERRIDES: expected allowances such as/);
  });
});
