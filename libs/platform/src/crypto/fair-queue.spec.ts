import { FairQueue } from './fair-queue.js';

/** Items are called after their parties, as `net1/ada #1`. */
const partiesOf = (item: string) => (item.split(' ')[0] ?? '').split('/').filter((party) => party !== '-');

function queueOf(items: readonly string[], limit = 100): FairQueue<string> {
  const queue = new FairQueue<string>(limit);
  for (const item of items) queue.push(item, partiesOf(item));
  return queue;
}

function takeAll(queue: FairQueue<string>): string[] {
  const taken: string[] = [];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) taken.push(item);
  return taken;
}

describe('a fair queue', () => {
  it('takes what belongs to nobody in the order of its coming', () => {
    expect(takeAll(queueOf(['- #1', '- #2', '- #3']))).toEqual(['- #1', '- #2', '- #3']);
    expect(takeAll(queueOf([]))).toEqual([]);
  });

  it('gives a party that has many waiting one turn a round', () => {
    const queue = queueOf(['a #1', 'a #2', 'a #3', 'b #1', 'b #2', 'c #1']);
    expect(takeAll(queue)).toEqual(['a #1', 'b #1', 'c #1', 'a #2', 'b #2', 'a #3']);
  });

  it('looks at every party of an item: many addresses at one account are one, many accounts from one address as well', () => {
    const manyAddresses = ['net1/ada', 'net2/ada', 'net3/ada', 'net4/bob'];
    expect(takeAll(queueOf(manyAddresses))).toEqual(['net1/ada', 'net4/bob', 'net2/ada', 'net3/ada']);
    const manyAccounts = ['net1/ada', 'net1/bob', 'net1/eve', 'net2/joe'];
    expect(takeAll(queueOf(manyAccounts))).toEqual(['net1/ada', 'net2/joe', 'net1/bob', 'net1/eve']);
  });

  it('lets nobody who comes again and again pass those who wait', () => {
    const queue = queueOf(['a #1', 'b #1', 'b #2', 'b #3']);
    const taken: (string | undefined)[] = [];
    for (let count = 2; count <= 4; count++) {
      taken.push(queue.shift());
      queue.push(`a #${count}`, ['a']);
      taken.push(queue.shift());
    }
    expect(taken).toEqual(['a #1', 'b #1', 'b #2', 'a #2', 'b #3', 'a #3']);
  });

  it('does not let ever new parties hold up the next round', () => {
    const queue = queueOf(['a #1', 'a #2']);
    expect(queue.shift()).toBe('a #1');
    for (const stranger of ['x', 'y', 'z']) queue.push(stranger, [stranger]);
    expect(queue.shift()).toBe('a #2');
  });

  it('turns away the newest of the party with the most waiting, for whoever comes when it is full', () => {
    const queue = queueOf(['a #1', 'a #2', 'a #3', 'b #1'], 4);
    expect(queue.push('c #1', ['c'])).toBe('a #3');
    expect(queue.push('d #1', ['d'])).toBe('a #2');
    expect(queue.length).toBe(4);
    expect(takeAll(queue)).toEqual(['a #1', 'b #1', 'c #1', 'd #1']);
  });

  it('turns the newcomer away who would have as many waiting as any other', () => {
    const queue = queueOf(['a #1', 'b #1'], 2);
    expect(queue.push('c #1', ['c'])).toBe('c #1');
    expect(queue.push('a #2', ['a'])).toBe('a #2');
    expect(takeAll(queue)).toEqual(['a #1', 'b #1']);
  });

  it('is empty once drained', () => {
    const queue = queueOf(['a #1', 'a #2']);
    expect(queue.drain()).toEqual(['a #1', 'a #2']);
    expect([queue.length, queue.shift()]).toEqual([0, undefined]);
  });
});
