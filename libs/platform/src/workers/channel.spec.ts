import { setImmediate as turn } from 'node:timers/promises';
import { Channel } from './channel.js';

/** No test lasts as long: what comes back was answered, and not given up. */
const PATIENCE_MS = 600_000;

/** Two ends of one channel, without processes in between. */
function channels(): [Channel, Channel] {
  const here: Channel = new Channel((message) => {
    setImmediate(() => {
      there.receive(message);
    });
  }, PATIENCE_MS);
  const there: Channel = new Channel((message) => {
    setImmediate(() => {
      here.receive(message);
    });
  }, PATIENCE_MS);
  return [here, there];
}

describe('a channel between two processes', () => {
  it('answers each question with its own answer, in both directions', async () => {
    const [here, there] = channels();
    there.answer('double', (question) => turn(Number(question) * 2));
    here.answer('name', () => 'here');

    expect(await Promise.all([here.ask('double', 2), here.ask('double', 3), there.ask('name')])).toEqual([
      4,
      6,
      'here',
    ]);
  });

  it('answers nothing to what nobody answers, and to what fails to be answered', async () => {
    const [here, there] = channels();
    there.answer('fails', () => {
      throw new Error('no');
    });

    expect(await Promise.all([here.ask('fails'), here.ask('unknown')])).toEqual([undefined, undefined]);
  });

  it('waits for no answer for ever', async () => {
    const lonely = new Channel(() => undefined, 20);

    expect(await lonely.ask('anything')).toBeUndefined();
  });
});
