import {
  emailIdentifier,
  IdentifierInvalid,
  identifierKey,
  isEmailAddress,
  isPrintable,
  usernameIdentifier,
} from './index.js';

/** Texts with something in them that nobody sees, or that bends what is around it. */
const UNSEEN = [
  ['NUL', 'a\u0000da'],
  ['a line feed', 'a\nda'],
  ['delete', 'a\u007fda'],
  ['a C1 control', 'a\u0085da'],
  ['a soft hyphen', 'a\u00adda'],
  ['an Arabic letter mark', 'a\u061cda'],
  ['a zero-width space', 'a\u200bda'],
  ['a zero-width joiner', 'a\u200dda'],
  ['a right-to-left mark', 'a\u200fda'],
  ['a line separator', 'a\u2028da'],
  ['a right-to-left override', 'a\u202eda'],
  ['a word joiner', 'a\u2060da'],
  ['a bidirectional isolate', 'a\u2066da'],
  ['an inner byte order mark', 'a\ufeffda'],
  ['an interlinear anchor', 'a\ufff9da'],
  ['a tag', 'a\u{e0041}da'],
  ['half a surrogate pair', 'a\ud800da'],
] as const;

describe('identifierKey', () => {
  it.each([
    ['case', 'ADA', 'ada'],
    ['white space around', ' \u00a0ada\u3000\n', 'ada'],
    ['full width', 'ＡＤＡ１', 'ada1'],
    ['ligatures', 'ﬁona', 'fiona'],
    ['combining marks', 'Rene\u0301', 'ren\u00e9'],
    ['the Kelvin sign', '\u212aarl', 'karl'],
    ['a capital sharp s', 'STRA\u1e9eE', 'stra\u00dfe'],
    ['a capital sigma, wherever it stands', 'ΝΊΚΟΣ.ΠΑΠΆΣ', identifierKey('νίκος.παπάς')],
    ['circles', 'ⓐⓓⓐ', 'ada'],
    ['what cannot be seen', 'a\u034fd\ufe0fa\u3164', 'ada'],
  ])('does not regard %s', (_, one, other) => {
    expect(identifierKey(one)).toBe(other);
  });

  it.each([
    ['an accent', 'rene', 'ren\u00e9'],
    ['a sharp s', 'strasse', 'stra\u00dfe'],
    ['the dot of a Turkish capital I', '\u0130lker', 'ilker'],
    ['the want of a dot', '\u0131lker', 'ilker'],
    ['another script', 'ada', '\u0430d\u0430'],
    ['a space within', 'ada lovelace', 'adalovelace'],
  ])('regards %s', (_, one, other) => {
    expect(identifierKey(one)).not.toBe(identifierKey(other));
  });

  it('changes nothing of a key, whatever character it holds, and is the same for its lower case', () => {
    const unstable: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const text = `x${String.fromCodePoint(code)}y`;
      const key = identifierKey(text);
      if (identifierKey(key) !== key || identifierKey(text.toLowerCase()) !== key) unstable.push(code.toString(16));
    }
    expect(unstable).toEqual([]);
  });
});

describe('usernameIdentifier', () => {
  it('shows a name as it was written, trimmed and composed', () => {
    expect(usernameIdentifier('  Rene\u0301 Ｘ ')).toEqual({
      kind: 'username',
      display: 'Ren\u00e9 Ｘ',
      key: 'ren\u00e9 x',
    });
  });

  it('takes an e-mail address for what it is, full-width at sign and all', () => {
    const ada = { kind: 'email', display: 'Ada@example.com', key: 'ada@example.com' };
    expect(usernameIdentifier('Ada@example.com')).toEqual(ada);
    expect(usernameIdentifier('Ada\uff20example.com')).toEqual(ada);
    expect(usernameIdentifier('Ada\ufe6bexample.com')).toEqual(ada);
  });

  it.each(['@', 'ada@', '@ada', 'ada@home', 'a d a@example.com', 'ada\uff20', '\ufe6bada'])(
    'refuses %p, which is no address and might pass for one',
    (text) => {
      expect(() => usernameIdentifier(text)).toThrow(new IdentifierInvalid('email', 'must be an e-mail address'));
    },
  );

  it.each(['', '   ', '\u3000', '\ufeff', '\u3164', '\u200b\u200b'])('refuses %p, of which nothing is seen', (text) => {
    expect(() => usernameIdentifier(text)).toThrow(new IdentifierInvalid('username', 'must not be empty'));
  });

  it.each(UNSEEN)('refuses %s', (_, text) => {
    const refusal = new IdentifierInvalid('username', 'must not contain control characters');
    expect(() => usernameIdentifier(text)).toThrow(refusal);
  });

  it('takes 255 characters and no more, nor what grows past its column when compared', () => {
    const refusal = new IdentifierInvalid('username', 'must be at most 255 characters long');
    expect(usernameIdentifier('a'.repeat(255)).key).toHaveLength(255);
    expect(() => usernameIdentifier('a'.repeat(256))).toThrow(refusal);
    expect(usernameIdentifier('\ufdfa'.repeat(28)).key).toHaveLength(504);
    expect(() => usernameIdentifier('\ufdfa'.repeat(29))).toThrow(refusal);
  });
});

describe('emailIdentifier', () => {
  it.each([
    [' Ada.Lovelace+tag@Example.COM ', 'Ada.Lovelace+tag@Example.COM', 'ada.lovelace+tag@example.com'],
    ['rene\u0301@example.com', 'ren\u00e9@example.com', 'ren\u00e9@example.com'],
    ['ａｄａ＠example.com', 'ada@example.com', 'ada@example.com'],
    ['ada@ⓔxample.com', 'ada@example.com', 'ada@example.com'],
    ['ada@b\u00fccher.example', 'ada@b\u00fccher.example', 'ada@b\u00fccher.example'],
  ])('reads %p, and would send mail to %p alone', (text, display, key) => {
    expect(emailIdentifier(text)).toEqual({ kind: 'email', display, key });
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'ada@@example.com',
    'a b@example.com',
    'ada@exa mple.com',
    'ada@example.com, eve@example.com',
    'Ada <ada@example.com>',
    'ada@example.com\r\nBcc: eve@example.com',
    '"\r\nBcc: eve@example.com\r\n"@example.com',
    'ada\ufe0f@example.com',
    'ada@exam\u3164ple.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a.'.repeat(130)}com`,
  ])('refuses %p', (text) => {
    expect(() => emailIdentifier(text)).toThrow(new IdentifierInvalid('email', 'must be an e-mail address'));
  });

  it.each(UNSEEN)('refuses %s', (_, text) => {
    expect(isEmailAddress(`${text}@example.com`)).toBe(false);
    expect(isEmailAddress(`ada@${text}.com`)).toBe(false);
  });
});

describe('isPrintable', () => {
  it.each(['Ada', 'Ren\u00e9 O’Neil', '\u0410\u0434\u0430', '愛', '😀', 'a\u00a0b', ''])('is true of %p', (text) => {
    expect(isPrintable(text)).toBe(true);
  });

  it.each(UNSEEN)('is false of %s', (_, text) => {
    expect(isPrintable(text)).toBe(false);
  });
});
