import type { OpenAPIObject } from '@nestjs/swagger';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { ADDITIONS } from './additions.js';
import { changesOf } from './changes.js';
import { differences, factsOneByOne, unfounded } from './compare.js';
import { type DialectName, DIALECT_NAMES, type Facts, statedFacts } from './facts.js';
import { servedFacts } from './served-facts.js';

/** How many facts each documented API states, so that none is lost unnoticed. */
const STATED: Readonly<Record<DialectName, number>> = {
  authservice: 171,
  kleister: 93,
  gravscale: 117,
  cadenza: 344,
  nap: 316,
};

/** Words for people, and what is said of the document itself; the labels of answers are facts. */
const WORDING =
  /^(openapi|info|tags)\b|(?<!\.responses\.\w+)\.description$|^components\..+\.example\b|\.content\.[^.]+\.examples?\b/;

describe('the published documents', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });

  afterAll(() => app.close());

  describe.each(DIALECT_NAMES)('GET /openapi/%s.json', (dialect) => {
    const stated = statedFacts(dialect);
    const additions = ADDITIONS[dialect];
    let document: OpenAPIObject;
    let served: Facts;

    beforeAll(async () => {
      ({ body: document } = await app.send<OpenAPIObject>('GET', `/openapi/${dialect}.json`));
      served = servedFacts(document);
    });

    it(`says each of the ${STATED[dialect]} documented facts, and nothing else but what we own up to`, () => {
      expect(differences(stated, served, additions)).toEqual([]);
      expect(factsOneByOne(stated)).toHaveLength(STATED[dialect]);
    });

    it('has everything that we own up to', () => {
      expect(unfounded(additions, stated, served)).toEqual([]);
    });

    it('would have failed over any fact or name that is different in one character', () => {
      const changes = changesOf(stated);
      const unnoticed = changes.filter(({ changed }) => differences(changed, served, additions).length === 0);

      expect(unnoticed.map(({ way }) => way.join('.'))).toEqual([]);
      expect(changes.filter(({ kind }) => kind === 'value')).toHaveLength(STATED[dialect]);
    });

    it('is read in full: nothing in it but wording could be different without being noticed', () => {
      const changes = changesOf(document).map(({ way, changed }) => ({ path: way.join('.'), changed }));
      const unnoticed = changes
        .filter(({ path }) => !WORDING.test(path) || path === 'info.title')
        .filter(({ changed }) => readsLike(changed, served))
        .map(({ path }) => path);

      // Of the wording only that is tried, to see that it would have shown.
      expect(new Set(unnoticed)).toEqual(new Set(['info.title']));
    });

    it('would have failed over any addition that the list did not name', () => {
      const unlisted = additions.filter((addition) => {
        const others = additions.filter((other) => other !== addition);
        return differences(stated, served, others).length === 0;
      });

      expect(unlisted).toEqual([]);
    });
  });
});

/** Whether a document says what another one did; one that cannot be made sense of does not. */
function readsLike(document: OpenAPIObject, facts: Facts): boolean {
  try {
    return differences(facts, servedFacts(document)).length === 0;
  } catch {
    return false;
  }
}
