import { type Environment, readConfiguration } from '#platform/config';
import { limitsSection } from './index.js';

const read = (environment: Environment) => readConfiguration([limitsSection], environment).get(limitsSection.token);

describe('the configuration of limits', () => {
  it.each([
    [{}, 'lax'],
    [{ NODE_ENV: 'production' }, 'strict'],
    [{ NODE_ENV: 'production', LIMITS: 'lax' }, 'lax'],
    [{ NODE_ENV: 'test', LIMITS: 'strict' }, 'strict'],
  ])('with %j is %s', (environment, profile) => {
    expect(read(environment)).toEqual({ profile });
  });

  it('can be anything but off', () => {
    expect(() => read({ LIMITS: 'off' })).toThrow('LIMITS: expected one of auto, strict, lax');
  });
});
