import { cutOut, heldBytes } from '../../../../test/support/held-bytes.js';
import { CheckedTokens } from './checked-tokens.js';

const checked = (sub: string) => ({
  keyId: 'key',
  claims: { iss: 'i', aud: 'a', sub, sid: 's', jti: 'j', iat: 1, exp: 2 },
});

describe('tokens that were checked', () => {
  it('are known again, each as what it said', () => {
    const tokens = new CheckedTokens();
    tokens.remember('a', checked('ada'));
    tokens.remember('b', checked('bob'));
    expect([tokens.find('a'), tokens.find('b'), tokens.find('c')]).toEqual([checked('ada'), checked('bob'), undefined]);
  });

  it('are forgotten when told so', () => {
    const tokens = new CheckedTokens();
    tokens.remember('a', checked('ada'));
    tokens.forget('a');
    expect([tokens.find('a'), tokens.size]).toEqual([undefined, 0]);
  });

  it('are ten thousand at the most, and those not seen for longest go first', () => {
    const tokens = new CheckedTokens();
    for (let count = 0; count < 10_000; count++) tokens.remember(`token-${count}`, checked('ada'));
    tokens.find('token-0');
    tokens.remember('one more', checked('bob'));
    expect(tokens.size).toBe(10_000);
    expect(tokens.find('token-0')).toEqual(checked('ada'));
    expect(tokens.find('token-1')).toBeUndefined();
  });

  it('are kept without the requests that showed them, the last one as little as the first', async () => {
    const tokens = new CheckedTokens();
    const bytes = await heldBytes(() => {
      for (let count = 0; count < 1000; count++) tokens.remember(cutOut(`some token-${count}`), checked('ada'));
      for (let count = 0; count < 1000; count++) tokens.find(cutOut(`some token-${count}`));
    });
    expect(bytes / tokens.size).toBeLessThan(1000);
  });
});
