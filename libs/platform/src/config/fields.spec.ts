import { field } from './index.js';

interface Field {
  safeParse(
    value: unknown,
  ): { success: true; data: unknown } | { success: false; error: { issues: { message: string }[] } };
}

function read(schema: Field, value?: string): unknown {
  const outcome = schema.safeParse(value);
  return outcome.success ? outcome.data : outcome.error.issues.map(({ message }) => message);
}

describe('field.duration', () => {
  it.each([
    ['90s', 90],
    ['15m', 900],
    ['12h', 43_200],
    ['30d', 2_592_000],
    [' 1h ', 3600],
    ['', 60],
    ['   ', 60],
    [undefined, 60],
  ])('reads %p as %p seconds', (value, seconds) => {
    expect(read(field.duration('60s'), value)).toBe(seconds);
  });

  it.each(['0s', '-1s', '1.5h', '10', 's', '1h30m', '1 h', '1w', '1H', '1e3s', 'Infinity', `${'9'.repeat(20)}d`])(
    'refuses %p',
    (value) => {
      expect(read(field.duration('60s'), value)).toEqual(['expected a duration such as 90s, 15m, 12h or 30d']);
    },
  );
});

describe('field.integer', () => {
  it.each([
    ['1', 1],
    ['10', 10],
    ['007', 7],
    ['', 5],
    [undefined, 5],
  ])('reads %p as %p', (value, number) => {
    expect(read(field.integer(5, 1, 10), value)).toBe(number);
  });

  it.each(['0', '11', '-1', '+1', '1.0', '0x5', '1e1', 'five', '٥', 'NaN', '9'.repeat(400)])('refuses %p', (value) => {
    expect(read(field.integer(5, 1, 10), value)).toEqual(['expected a whole number from 1 to 10']);
  });
});

describe('field.optionalInteger', () => {
  it.each([
    ['1', 1],
    ['10', 10],
    ['', undefined],
    [undefined, undefined],
  ])('reads %p as %p', (value, number) => {
    expect(read(field.optionalInteger(1, 10), value)).toBe(number);
  });

  it.each(['0', '11', 'five', '1.5'])('refuses %p', (value) => {
    expect(read(field.optionalInteger(1, 10), value)).toEqual(['expected a whole number from 1 to 10']);
  });
});

describe('field.flag', () => {
  it.each([
    ['true', true],
    ['false', false],
    ['', true],
    [undefined, true],
  ])('reads %p as %p', (value, flag) => {
    expect(read(field.flag(true), value)).toBe(flag);
  });

  it.each(['1', '0', 'yes', 'TRUE', 'on'])('refuses %p', (value) => {
    expect(read(field.flag(true), value)).toEqual(['expected true or false']);
  });
});

describe('field.choice', () => {
  it('takes one of its words, and its default where none is given', () => {
    const schema = field.choice(['ES256', 'RS256'], 'ES256');
    expect([read(schema, 'RS256'), read(schema, ''), read(schema)]).toEqual(['RS256', 'ES256', 'ES256']);
  });

  it.each(['es256', 'HS256', 'none', 'ES256,RS256', 'toString'])('refuses %p', (value) => {
    const schema = field.choice(['ES256', 'RS256'], 'ES256');
    expect(read(schema, value)).toEqual(['expected one of ES256, RS256']);
  });
});

describe('field.list', () => {
  it.each([
    ['a,b', ['a', 'b']],
    [' a , ,b,', ['a', 'b']],
    [',', []],
    ['', ['x']],
    [undefined, ['x']],
  ])('reads %p as %p', (value, words) => {
    expect(read(field.list('x'), value)).toEqual(words);
  });
});

describe('field.text and field.optionalText', () => {
  it('trim, and take nothing but blanks for absence', () => {
    const values = [' a b ', '  ', undefined];
    expect(values.map((value) => read(field.text('x'), value))).toEqual(['a b', 'x', 'x']);
    expect(values.map((value) => read(field.optionalText(), value))).toEqual(['a b', undefined, undefined]);
  });
});

describe('field.optionalUrl', () => {
  const schema = field.optionalUrl('http', 'https');

  it.each([
    ['https://id.example.com', 'https://id.example.com'],
    ['https://id.example.com///', 'https://id.example.com'],
    ['http://localhost:3000/base/', 'http://localhost:3000/base'],
    ['HTTPS://id.example.com', 'HTTPS://id.example.com'],
    ['', undefined],
    [undefined, undefined],
  ])('reads %p as %p', (value, url) => {
    expect(read(schema, value)).toBe(url);
  });

  it.each(['id.example.com', '/relative', 'ftp://id.example.com', 'javascript:alert(1)', 'http:example', 'https://'])(
    'refuses %p',
    (value) => {
      expect(read(schema, value)).toEqual(['expected an absolute URL starting with http:// or https://']);
    },
  );
});
