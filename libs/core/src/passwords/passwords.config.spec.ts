import { type Environment, readConfiguration } from '#platform/config';
import { passwordsSection } from './index.js';

const read = (environment: Environment) =>
  readConfiguration([passwordsSection], environment).get(passwordsSection.token);

describe('the configuration of passwords', () => {
  it('is bcrypt at cost 12 and eight characters by default', () => {
    expect(read({})).toEqual({ scheme: 'bcrypt', bcryptCost: 12, minLength: 8 });
    expect(read({ NODE_ENV: 'production' })).toEqual({ scheme: 'bcrypt', bcryptCost: 12, minLength: 8 });
  });

  it('takes a cheaper hash for tests, and not in production', () => {
    expect(read({ NODE_ENV: 'test', BCRYPT_COST: '4' })).toMatchObject({ bcryptCost: 4 });
    expect(read({ NODE_ENV: 'production', BCRYPT_COST: '10' })).toMatchObject({ bcryptCost: 10 });
    expect(() => read({ NODE_ENV: 'production', BCRYPT_COST: '9' })).toThrow(
      'BCRYPT_COST: expected at least 10 in production',
    );
  });

  it('refuses what is no cost, scheme or length, all at once', () => {
    expect(() => read({ BCRYPT_COST: '16', PASSWORD_SCHEME: 'md5', PASSWORD_MIN_LENGTH: '7' })).toThrow(
      /PASSWORD_SCHEME: expected one of bcrypt, argon2id\n.*BCRYPT_COST: .* 4 to 15\n.*PASSWORD_MIN_LENGTH: .* 8 to 64$/,
    );
  });
});
