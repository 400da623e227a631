import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { together } from './together.js';

const request = {} as FastifyRequest;
const reply = {} as FastifyReply;

describe('requests of one turn', () => {
  it('wait for each other and go on in the order in which they came', async () => {
    const hook = together();
    const seen: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      hook(request, reply, () => seen.push(name));
      seen.push(`${name} is read`);
    }
    expect(seen).toEqual(['first is read', 'second is read', 'third is read']);
    await nextTurn();
    expect(seen.slice(3)).toEqual(['first', 'second', 'third']);
  });

  it('leave those that come while they go on to the next turn', async () => {
    const hook = together();
    const seen: string[] = [];
    hook(request, reply, () => {
      hook(request, reply, () => seen.push('late'));
      seen.push('early');
    });
    await nextTurn();
    expect(seen).toEqual(['early']);
    await nextTurn();
    expect(seen).toEqual(['early', 'late']);
  });
});
