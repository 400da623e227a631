import { equalInConstantTime, sha256 } from './index.js';

describe('equalInConstantTime', () => {
  it.each([
    ['a', 'a', true],
    ['', '', true],
    ['a', 'b', false],
    ['a', 'aa', false],
    ['', 'a', false],
    ['é', 'e\u0301', false],
  ])('of %p and %p is %p', (one, other, isEqual) => {
    expect(equalInConstantTime(one, other)).toBe(isEqual);
  });
});

describe('sha256', () => {
  it('is that of FIPS 180-4, of texts as UTF-8', () => {
    expect(sha256('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('ü')).toEqual(sha256(Buffer.from([0xc3, 0xbc])));
  });
});
