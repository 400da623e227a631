import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ApiKeysService } from '#core/api-keys';
import { BY_SYSTEM } from '#core/kernel';
import { secondsAfter } from '#platform/clock';
import { openAccount } from '../support/accounts.js';
import { ask, openDesk } from '../support/administration.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('who asks for what they may not', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('is in the log by account or key, with the reason and the number of the request', async () => {
    const user = await openDesk(app, 'user');
    const admin = await openDesk(app, 'admin');
    const { id: superadminId } = await openAccount(app, { name: 'above', role: 'superadmin' });
    const key = { name: 'reads', scopes: ['accounts:read'] as const, expiresAt: secondsAfter(app.clock.now(), 3600) };
    const { apiKey, secret } = await app.nest.get(ApiKeysService).create(key, BY_SYSTEM);
    const logged = jest.spyOn(Logger.prototype, 'log');

    const replies = [
      await user.ask('GET', '/accounts'),
      await admin.ask('PATCH', `/accounts/${superadminId}`, { json: { firstName: 'Mallory' } }),
      await admin.ask('PUT', `/accounts/${user.user.id}/role`, { json: { role: 'superadmin' } }),
      await admin.ask('GET', '/api-keys'),
      await ask(app, secret, { method: 'POST', path: '/accounts', json: { email: 'new@example.com' } }),
    ];
    const lines = logged.mock.calls.map(([line]) => line as unknown).filter(isRefusal);
    logged.mockRestore();

    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(lines).toEqual(
      [
        ['GET', user.user.id, 'The account is no administrator'],
        ['PATCH', admin.user.id, 'Only a superadmin may change a superadmin'],
        ['PUT', admin.user.id, 'Only a superadmin may make a superadmin'],
        ['GET', admin.user.id, 'Only a superadmin may do that'],
        ['POST', apiKey.id, 'The API key lacks the scope accounts:write'],
      ].map(([method, actor, reason], place) => {
        const requestId = replies[place]?.headers['x-request-id'];
        return { event: 'not_permitted', requestId, method, actor, reason };
      }),
    );
  });
});

function isRefusal(line: unknown): boolean {
  return line instanceof Object && 'event' in line && line.event === 'not_permitted';
}
