import { InvalidInput, MalformedBody, UnsupportedMediaType } from '../errors/edge-errors.js';
import { readForm } from './form.js';

const TYPE = 'application/x-www-form-urlencoded';

const read = (text: string, type: string | undefined = TYPE) => readForm(Buffer.from(text), type);

describe('readForm', () => {
  it.each([
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=x+y%20z%2B', { a: 'x y z+' }],
    ['a=b=c==', { a: 'b=c==' }],
    ['a', { a: '' }],
    ['a=', { a: '' }],
    ['&&a=1&', { a: '1' }],
    ['=nameless', { '': 'nameless' }],
    ['%C3%BC=%F0%9F%97%9D', { ü: '🗝' }],
    ['ü=é', { ü: 'é' }],
    ['a[b]=1', { 'a[b]': '1' }],
    ['A=1&a=2', { A: '1', a: '2' }],
  ])('reads %s', (text, fields) => {
    expect(read(text)).toEqual(fields);
  });

  it.each([TYPE.toUpperCase(), `${TYPE}; charset=UTF-8`, `${TYPE} ;x`])('takes the type %s', (type) => {
    expect(read('a=1', type)).toEqual({ a: '1' });
  });

  it('takes no body of whatever type for a form without fields', () => {
    expect(readForm(undefined, undefined)).toEqual({});
    expect(readForm(Buffer.alloc(0), 'application/json')).toEqual({});
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded2', ''])(
    'refuses the type %s',
    (type) => {
      expect(() => read('a=1', type)).toThrow(UnsupportedMediaType);
    },
  );

  it('refuses a body of no type', () => {
    expect(() => readForm(Buffer.from('a=1'), undefined)).toThrow(UnsupportedMediaType);
  });

  it.each(['a=1&a=1', 'a=1&b=2&%61=3', 'a&a'])('refuses %s, where a field comes twice', (text) => {
    expect(() => read(text)).toThrow(InvalidInput);
  });

  it.each(['a=%', 'a=%zz', '%E0%A4%A=1', 'a=%ED%A0%80', 'a=%C0%80'])('refuses %s, which does not decode', (text) => {
    expect(() => read(text)).toThrow(MalformedBody);
  });

  it('refuses what is no UTF-8', () => {
    expect(() => readForm(Buffer.from([0x61, 0x3d, 0xff]), TYPE)).toThrow(MalformedBody);
  });

  it('keeps away from prototypes', () => {
    const fields = read('__proto__=x&constructor=y&a=1');

    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(Object.entries(fields)).toEqual([
      ['constructor', 'y'],
      ['a', '1'],
    ]);
  });
});
