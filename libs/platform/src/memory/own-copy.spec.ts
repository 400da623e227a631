import { cutOut, heldBytes } from '../../../../test/support/held-bytes.js';
import { ownCopy } from './index.js';

describe('a copy of its own', () => {
  it.each(['', 'ada@example.com', 'żółw', '\u{1F422}', 'half \uD83D, half \uDC22'])('says the same: %j', (text) => {
    expect(ownCopy(text)).toBe(text);
  });

  it('does not hold on to what the text was cut from', async () => {
    const kept: string[] = [];
    const bytes = await heldBytes(() => {
      for (let index = 0; index < 1000; index++) kept.push(ownCopy(cutOut(`a text, number ${index}`)));
    });
    expect(bytes / kept.length).toBeLessThan(1000);
  });
});
