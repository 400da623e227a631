import { Random } from '../random/index.js';
import { isCanonicalBase64url } from './base64url.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('canonical base64url', () => {
  it('is what octets of any number are written as', () => {
    const texts = Array.from({ length: 100 }, (_, length) => new Random().bytes(length).toString('base64url'));

    expect(texts.filter((text) => !isCanonicalBase64url(text))).toEqual([]);
  });

  it.each([1, 2, 3, 64])('has one way to write %i octets', (length) => {
    const text = new Random().bytes(length).toString('base64url');
    const ways = Array.from(ALPHABET, (last) => text.slice(0, -1) + last);
    const same = ways.filter((way) => Buffer.from(way, 'base64url').equals(Buffer.from(text, 'base64url')));

    expect(same.filter(isCanonicalBase64url)).toEqual([text]);
  });

  it.each(['A', 'AAAAA', 'AA==', 'AAA=', 'AA+A', 'AA/A', 'AA.A', 'AA A', 'AAAA\n', ' AAAA', 'AAAÄ'])(
    'is not %p',
    (text) => {
      expect(isCanonicalBase64url(text)).toBe(false);
    },
  );
});
