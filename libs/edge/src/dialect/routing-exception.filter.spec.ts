import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { RouteTable } from './route-table.js';
import { RoutingExceptionFilter } from './routing-exception.filter.js';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('an error that nobody foresaw', () => {
  it('is logged with its stack and the number of the request, and not told', () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const filter = new RoutingExceptionFilter([], new RouteTable());
    const request = { id: 'request-1', method: 'GET', url: '/anywhere?token=hunter2' };

    const answer = filter.answer(new Error('table users is on fire'), request);

    expect(logged.mock.calls).toEqual([
      [
        {
          event: 'unexpected',
          requestId: 'request-1',
          method: 'GET',
          stack: expect.stringMatching(/^Error: table users is on fire\n/),
        },
      ],
    ]);
    expect(answer).toEqual({
      status: 500,
      headers: { 'content-type': 'application/problem+json' },
      body: { type: 'about:blank', status: 500, title: expect.not.stringContaining('users'), code: 'unexpected' },
    });
  });
});
