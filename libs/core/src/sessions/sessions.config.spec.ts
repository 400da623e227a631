import { type Environment, readConfiguration } from '#platform/config';
import { sessionsSection } from './index.js';

const read = (environment: Environment) => readConfiguration([sessionsSection], environment).get(sessionsSection.token);

describe('the configuration of sessions', () => {
  it('is thirty days idle, ninety in all and a minute for a retry by default', () => {
    expect(read({})).toEqual({
      idleTtlSeconds: 2_592_000,
      absoluteTtlSeconds: 7_776_000,
      retentionSeconds: 7_776_000,
      retryWindowSeconds: 60,
    });
  });

  it('refuses more idleness than there is time in all', () => {
    expect(read({ SESSION_IDLE_TTL: '1h', SESSION_ABSOLUTE_TTL: '1h' })).toMatchObject({ idleTtlSeconds: 3600 });
    expect(() => read({ SESSION_IDLE_TTL: '2h', SESSION_ABSOLUTE_TTL: '1h' })).toThrow(
      'SESSION_IDLE_TTL: expected at most SESSION_ABSOLUTE_TTL',
    );
  });

  it('refuses what is no duration', () => {
    expect(() => read({ REFRESH_RETRY_WINDOW: '0s' })).toThrow('REFRESH_RETRY_WINDOW: expected a duration');
  });
});
