import { type Environment, readConfiguration } from '#platform/config';
import { registrationSection } from './index.js';

const read = (environment: Environment) =>
  readConfiguration([registrationSection], environment).get(registrationSection.token);

describe('the configuration of registration', () => {
  it('opens the two least roles to everybody by default', () => {
    expect(read({})).toEqual({ roles: ['guest', 'user'] });
  });

  it('opens those that are named', () => {
    expect(read({ SELF_REGISTRATION_ROLES: 'moderator, user' })).toEqual({ roles: ['user', 'moderator'] });
    expect(read({ SELF_REGISTRATION_ROLES: ',' })).toEqual({ roles: [] });
  });

  it.each(['root', 'user,root', 'User', 'user user'])('refuses %p', (roles) => {
    expect(() => read({ SELF_REGISTRATION_ROLES: roles })).toThrow(
      'SELF_REGISTRATION_ROLES: expected some of guest, user, moderator, admin, superadmin, separated by commas',
    );
  });
});
