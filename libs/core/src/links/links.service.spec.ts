import { type Environment, readConfiguration } from '#platform/config';
import { Links, linksSection } from './index.js';

function linksIn(environment: Environment): Links {
  return new Links(readConfiguration([linksSection], environment).get(linksSection.token) as { publicUrl: string });
}

describe('a link in a mail', () => {
  it.each([
    [{}, 'http://localhost:3000/account/verify-email?token=t'],
    [{ PORT: '4000' }, 'http://localhost:4000/account/verify-email?token=t'],
    [{ PUBLIC_URL: 'https://id.example.com/' }, 'https://id.example.com/account/verify-email?token=t'],
    [{ PUBLIC_URL: 'https://example.com/id', PORT: '4000' }, 'https://example.com/id/account/verify-email?token=t'],
  ])('is built from %j', (environment, link) => {
    expect(linksIn(environment).to('verifyEmail', 't')).toBe(link);
  });

  it('holds whatever token it is given as one value', () => {
    const link = new URL(linksIn({}).to('resetPassword', 'a&b=c#d e'));
    expect([link.pathname, link.searchParams.get('token'), link.hash]).toEqual([
      '/account/reset-password',
      'a&b=c#d e',
      '',
    ]);
  });

  it('needs an address that is reached in production', () => {
    expect(() => linksIn({ NODE_ENV: 'production' })).toThrow('PUBLIC_URL: required in production');
    expect(() => linksIn({ NODE_ENV: 'production', PUBLIC_URL: 'id.example.com' })).toThrow(
      /^The configuration cannot be used:\n {2}PUBLIC_URL: expected an absolute URL starting with http:\/\/ or https:\/\/$/,
    );
  });
});
