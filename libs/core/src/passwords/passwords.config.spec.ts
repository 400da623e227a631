import { type Environment, readConfiguration } from '#platform/config';
import { passwordsSection } from './index.js';

const read = (environment: Environment) =>
  readConfiguration([passwordsSection], environment).get(passwordsSection.token);

describe('the configuration of passwords', () => {
  it('is bcrypt at cost 12 and eight characters by default', () => {
    const settings = { scheme: 'bcrypt', bcryptCost: 12, minLength: 8, serviceWords: ['rosetta'] };
    expect(read({})).toEqual({ ...settings, exceptions: ['password123'] });
    expect(read({ NODE_ENV: 'production' })).toEqual({ ...settings, exceptions: [] });
  });

  it('takes a cheaper hash for tests, and not in production', () => {
    expect(read({ NODE_ENV: 'test', BCRYPT_COST: '4' })).toMatchObject({ bcryptCost: 4 });
    expect(read({ NODE_ENV: 'production', BCRYPT_COST: '10' })).toMatchObject({ bcryptCost: 10 });
    expect(() => read({ NODE_ENV: 'production', BCRYPT_COST: '9' })).toThrow(
      'BCRYPT_COST: expected at least 10 in production',
    );
  });

  it('lets common passwords be chosen that are named, and none in production', () => {
    const environment = { PASSWORD_EXCEPTIONS: 'letmein1, 12345678' };
    expect(read(environment)).toMatchObject({ exceptions: ['password123', 'letmein1', '12345678'] });
    expect(() => read({ ...environment, NODE_ENV: 'production' })).toThrow(
      'PASSWORD_EXCEPTIONS: expected to be empty in production',
    );
  });

  it('takes the name of the service from its address', () => {
    expect(read({ PUBLIC_URL: 'https://login.acme.example/id' })).toMatchObject({
      serviceWords: ['rosetta', 'login.acme.example', 'login', 'acme'],
    });
    expect(read({ PUBLIC_URL: 'http://localhost:3000' })).toMatchObject({ serviceWords: ['rosetta', 'localhost'] });
  });

  it('refuses what is no cost, scheme or length, all at once', () => {
    expect(() => read({ BCRYPT_COST: '16', PASSWORD_SCHEME: 'md5', PASSWORD_MIN_LENGTH: '7' })).toThrow(
      /PASSWORD_SCHEME: expected one of bcrypt, argon2id\n.*BCRYPT_COST: .* 4 to 15\n.*PASSWORD_MIN_LENGTH: .* 8 to 64$/,
    );
  });
});
