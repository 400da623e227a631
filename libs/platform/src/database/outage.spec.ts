import { QueryFailedError } from 'typeorm';
import { isCollision, outageIn } from './outage.js';

const coded = (code: string, more: object = {}) => Object.assign(new Error(`fault ${code}`), { code, ...more });
const failed = (cause: Error) => new QueryFailedError('SELECT 1', [], cause);

describe('an outage of the database', () => {
  it.each([
    ['57P01', 'unreachable'],
    ['57P03', 'unreachable'],
    ['08006', 'unreachable'],
    ['25006', 'unreachable'],
    ['53100', 'full'],
    ['53300', 'busy'],
    ['57014', 'busy'],
    ['55P03', 'busy'],
    ['25P03', 'busy'],
    ['40P01', 'busy'],
    ['SQLITE_BUSY', 'busy'],
    ['SQLITE_BUSY_SNAPSHOT', 'busy'],
    ['SQLITE_FULL', 'full'],
    ['SQLITE_IOERR_WRITE', 'full'],
  ])('is told by the code %s of a query that failed: %s', (code, kind) => {
    expect(outageIn(failed(coded(code)))).toMatchObject({ kind, reason: `fault ${code}` });
  });

  it.each([
    [coded('ECONNREFUSED', { syscall: 'connect' }), 'unreachable'],
    [Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), 'unreachable'],
    [coded('ENOENT', { syscall: 'connect' }), 'unreachable'],
    [new Error('timeout exceeded when trying to connect'), 'busy'],
    [failed(new Error('Connection terminated unexpectedly')), 'unreachable'],
    [new Error('Connection terminated due to connection timeout'), 'unreachable'],
    [failed(new Error('Client has encountered a connection error and is not queryable')), 'unreachable'],
    [new Error('Query runner already released. Cannot run queries anymore.'), 'unreachable'],
  ])('is told by %s where nothing was asked yet, or nothing more', (error, kind) => {
    expect(outageIn(error)).toMatchObject({ kind });
  });

  it('says when to ask again', () => {
    const delays = ['SQLITE_BUSY', '57P01', 'SQLITE_FULL'].map((code) => outageIn(coded(code))?.retryAfterSeconds);
    expect(delays).toEqual([1, 5, 30]);
  });

  it.each([
    failed(coded('23505')),
    failed(coded('42601')),
    failed(coded('SQLITE_CORRUPT')),
    failed(coded('SQLITE_CONSTRAINT_UNIQUE')),
    coded('ECONNREFUSED', { syscall: 'queryTxt' }),
    coded('ENOENT', { syscall: 'open' }),
    new Error('no'),
    'SQLITE_FULL',
    undefined,
  ])('is not %s', (thrown) => {
    expect(outageIn(thrown)).toBeUndefined();
  });
});

describe('a collision', () => {
  it.each([
    [failed(coded('40001')), true],
    [failed(coded('40P01')), true],
    [failed(coded('23505')), false],
    [coded('40001'), false],
    [undefined, false],
  ])('%s: %s', (thrown, isOne) => {
    expect(isCollision(thrown)).toBe(isOne);
  });
});
