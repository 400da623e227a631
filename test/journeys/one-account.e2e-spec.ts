import type { Person } from '../support/dialect-client.js';
import { Journey, type Name, NAMES } from './journey.js';

/** kleister's document has no operation that opens an account. */
const OPENING = NAMES.filter((name) => name !== 'kleister');

const personOf = (name: Name): Person => ({ email: `via-${name}@example.com`, password: 'correct horse battery' });

describe('one account: signed up through any dialect, signed in through any other, across a restart', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await Journey.begin();
    for (const name of OPENING) {
      await journey.through(name).signUp?.(personOf(name));
      await journey.verifyByPage(personOf(name).email);
    }
    await journey.service.restart();
  });
  afterAll(() => journey.end());

  describe.each(OPENING)('signed up through %s', (opening) => {
    it.each(NAMES)('signs in through %s', async (entering) => {
      const tokens = await journey.through(entering).signIn(personOf(opening));

      expect(await journey.useEverywhere(tokens)).toEqual([200, 200, 200]);
    });

    it.each(NAMES)('is not let in by %s with another password', async (entering) => {
      const wrong = { ...personOf(opening), password: 'incorrect horse battery' };

      expect(await journey.through(entering).trySignIn(wrong)).toBe(401);
    });

    it.each(OPENING)('cannot be opened again through %s', async (again) => {
      const duplicate = { authservice: 400, gravscale: 422, cadenza: 400, nap: 400, kleister: undefined }[again];

      expect(await journey.through(again).signUp?.(personOf(opening))).toBe(duplicate);
    });
  });

  it('finds the account whatever the case of its address', async () => {
    const shouting = { ...personOf('cadenza'), email: 'VIA-CADENZA@EXAMPLE.COM' };

    for (const client of journey.all()) expect(await client.trySignIn(shouting)).toBe(200);
  });
});
