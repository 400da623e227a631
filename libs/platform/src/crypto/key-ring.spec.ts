import { hkdfSync } from 'node:crypto';
import { KeyRing } from './index.js';

const MASTER = Buffer.alloc(32, 7);
const keys = new KeyRing(MASTER);

describe('KeyRing', () => {
  it('derives its keys by HKDF-SHA-256, the purpose as info', () => {
    expect(keys.keyFor('seal')).toEqual(Buffer.from(hkdfSync('sha256', MASTER, '', 'rosetta/seal', 32)));
  });

  it('has a key of its own for every purpose and for every master key', () => {
    const other = new KeyRing(Buffer.alloc(32, 8));
    const made = [keys.keyFor('a'), keys.keyFor('b'), other.keyFor('a')].map((key) => key.toString('hex'));
    expect(new Set(made).size).toBe(3);
    expect(new KeyRing(MASTER).keyFor('a')).toEqual(keys.keyFor('a'));
  });

  it('digests a value to 43 characters that depend on purpose and value', () => {
    const digests = [keys.digest('a', 'x'), keys.digest('a', 'y'), keys.digest('b', 'x')];
    expect(new Set(digests).size).toBe(3);
    for (const digest of digests) expect(digest).toMatch(/^[\w-]{43}$/);
    expect(keys.digest('a', Buffer.from('x'))).toBe(digests[0]);
  });
});
