import { placeOfJsonFault } from './json-fault.js';

describe('placeOfJsonFault', () => {
  it.each([
    ['nonsense', 0],
    ['  nonsense', 2],
    ['', 0],
    ['   ', 3],
    ['{"a":1,}', 7],
    ['{"a":1, }', 8],
    ['{"a":1', 6],
    ['{"a":', 5],
    ['{"a" 1}', 5],
    ['{"a":1 "b":2}', 7],
    ["{'a':1}", 1],
    ['{a:1}', 1],
    ['[1,2,]', 5],
    ['[1 2]', 3],
    ['[1}', 2],
    ['{"a":[1,{"b":nope}]}', 13],
    ['{"a":1}x', 7],
    ['{"a":1} {}', 8],
    ['{"a":"unterminated}', 5],
    ['{"a":"bad \\x escape"}', 5],
    ['{"a":"line\nbreak"}', 5],
    ['{"a":01}', 6],
    ['{"a":1.}', 6],
    ['{"a":+1}', 5],
    ['{"a":NaN}', 5],
    ['{"a":truth}', 5],
    ['{"a":"\u00E9\uD83D\uDE00",}', 11],
    ['// a comment\n{}', 0],
  ])('is, in %j, %d', (text, place) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(placeOfJsonFault(text)).toBe(place);
  });

  it('goes all the way through what is JSON but for its end', () => {
    const text = '{"a":[1,-2.5e+3,"\\u00e9\\"\\\\",true,false,null,{},[ ],{"b":{"c":[]}}] , "d" : ""';

    expect(JSON.parse(`${text}}`)).toHaveProperty('d', '');
    expect(placeOfJsonFault(text)).toBe(text.length);
  });

  it('takes little time for a large text', () => {
    const text = `{"a":"${'\\n'.repeat(30_000)}${'x'.repeat(30_000)}"`;

    expect(placeOfJsonFault(text)).toBe(text.length);
  });
});
