import { jest } from '@jest/globals';
import { Database } from '#platform/database';
import { type Desk, openDesk, problem } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const NOBODY = '0197a000-0000-7000-8000-000000000001';

/** What is no id at all, and what nearly is one. */
const ILL_FORMED = [
  'nonsense',
  '1',
  NOBODY.toUpperCase(),
  `${NOBODY}0`,
  NOBODY.replaceAll('-', ''),
  "' OR 1=1 --",
  '%00',
];

let app: TestApp;
let desk: Desk;

beforeAll(async () => {
  app = await startTestApp({ MULTI_TENANCY: 'true' });
  desk = await openDesk(app, 'superadmin');
});

afterAll(() => app.close());

/** What was answered, and how often the database was turned to for it. */
async function asked(method: string, path: string) {
  const turning = jest.spyOn(app.nest.get(Database).manager.dataSource, 'createQueryRunner');
  const reply = answerOf(await desk.ask(method, path));
  const questions = turning.mock.calls.length;
  turning.mockRestore();
  return { reply, questions };
}

describe('a part of the path that is no id', () => {
  it.each([
    ['/organizations/<id>', 'organization_not_found', 'organization'],
    ['/organizations/<id>/members', 'organization_not_found', 'organization'],
    [`/organizations/<id>/domains/${NOBODY}`, 'organization_not_found', 'organization'],
    [`/organizations/${NOBODY}/members/<id>`, 'member_not_found', 'member'],
    [`/organizations/${NOBODY}/domains/<id>`, 'domain_not_found', 'domain'],
    [`/organizations/${NOBODY}/invitations/<id>`, 'invitation_not_found', 'invitation'],
  ])('is nothing’s at GET %s, without a look into the database', async (path, code, what) => {
    const { questions: forWhoAsks } = await asked('GET', '/policy');
    const unknown = await asked('GET', path.replace('<id>', NOBODY));
    expect(unknown.reply.status).toBe(404);
    expect(unknown.questions).toBeGreaterThan(forWhoAsks);
    const body = problem(404, code, expect.stringContaining(what));
    for (const id of ILL_FORMED) {
      const seen = await asked('GET', path.replace('<id>', encodeURIComponent(id)));
      expect(seen).toEqual({ reply: { status: 404, body }, questions: forWhoAsks });
    }
  });
});
