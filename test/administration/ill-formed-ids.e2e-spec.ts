import { jest } from '@jest/globals';
import { Database } from '#platform/database';
import { errors as kleister } from '../dialects/kleister/kleister.errors.js';
import { errors as nap } from '../dialects/nap/nap.errors.js';
import { documentedInputs } from '../security/documented.js';
import { openAccount } from '../support/accounts.js';
import { openDesk, problem, tokenFor } from '../support/administration.js';
import { type Answer, answerOf } from '../support/answer.js';
import { foundOrganization } from '../support/organizations.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const NOBODY = '0197a000-0000-7000-8000-000000000001';
const TOKEN = 'A'.repeat(43);

/** What is no id at all, and what nearly is one. */
const ILL_FORMED = [
  'nonsense',
  '1',
  NOBODY.toUpperCase(),
  `${NOBODY}0`,
  NOBODY.replaceAll('-', ''),
  "' OR 1=1 --",
  '%00',
  '\0',
  `${NOBODY}\0`,
  '\n',
  'é',
];

const notFound = (code: string, title: string): Answer => ({ status: 404, body: problem(404, code, title) });

const noAccount = notFound('account_not_found', 'There is no such account');
const noSession = notFound('session_not_found', 'The account has no such session that is still good');
const noClient = notFound('client_not_found', 'The account has no such client');
const noApiKey = notFound('api_key_not_found', 'There is no such API key');
const noOrganization = notFound('organization_not_found', 'The organization does not exist');
const noMember = notFound('member_not_found', 'The account is not a member of the organization');
const noDomain = notFound('domain_not_found', 'The organization has no such domain');
const noInvitation = notFound('invitation_not_found', 'The organization has no such invitation');
const nothing = notFound('route_unknown', 'There is nothing at this address');

type Trial = [operation: string, refusal: Answer, json?: object];

/**
 * Every operation of an administrator that names something in its path, what else it is sent, and what it says where
 * nothing goes by that. `<…>` is the part in question; the others name what there is.
 */
const OPERATIONS: Trial[] = [
  ['GET /accounts/<id>', noAccount],
  ['PATCH /accounts/<id>', noAccount, { firstName: 'Ada' }],
  ['DELETE /accounts/<id>', noAccount],
  ['POST /accounts/<id>/disable', noAccount],
  ['POST /accounts/<id>/enable', noAccount],
  ['POST /accounts/<id>/verify-email', noAccount],
  ['POST /accounts/<id>/password-reset', noAccount, { endSessions: true }],
  ['PUT /accounts/<id>/role', noAccount, { role: 'user' }],
  ['GET /accounts/<id>/sessions', noAccount],
  ['DELETE /accounts/<id>/sessions', noAccount],
  ['DELETE /accounts/<id>/sessions/:sessionId', noAccount],
  ['DELETE /accounts/:id/sessions/<sessionId>', noSession],
  ['GET /accounts/<id>/clients', noAccount],
  ['POST /accounts/<id>/clients', noAccount],
  ['DELETE /accounts/<id>/clients/:clientId', noAccount],
  ['DELETE /api-keys/<id>', noApiKey],
  ['GET /organizations/<id>', noOrganization],
  ['PATCH /organizations/<id>', noOrganization, { name: 'Another' }],
  ['DELETE /organizations/<id>', noOrganization],
  ['POST /organizations/<id>/restore', noOrganization],
  ['GET /organizations/<id>/members', noOrganization],
  ['POST /organizations/<id>/members', noOrganization, { accountId: NOBODY, role: 'member' }],
  ['GET /organizations/<id>/members/:accountId', noOrganization],
  ['GET /organizations/:id/members/<accountId>', noMember],
  ['DELETE /organizations/<id>/members/:accountId', noOrganization],
  ['DELETE /organizations/:id/members/<accountId>', noMember],
  ['PUT /organizations/<id>/members/:accountId/role', noOrganization, { role: 'admin' }],
  ['PUT /organizations/:id/members/<accountId>/role', noMember, { role: 'admin' }],
  ['POST /organizations/<id>/members/:accountId/ban', noOrganization],
  ['POST /organizations/:id/members/<accountId>/ban', noMember],
  ['POST /organizations/<id>/members/:accountId/unban', noOrganization],
  ['POST /organizations/:id/members/<accountId>/unban', noMember],
  ['GET /organizations/<id>/domains', noOrganization],
  ['POST /organizations/<id>/domains', noOrganization, { name: 'a.example' }],
  ['GET /organizations/<id>/domains/:domainId', noOrganization],
  ['GET /organizations/:id/domains/<domainId>', noDomain],
  ['DELETE /organizations/<id>/domains/:domainId', noOrganization],
  ['DELETE /organizations/:id/domains/<domainId>', noDomain],
  ['POST /organizations/<id>/domains/:domainId/verify', noOrganization],
  ['POST /organizations/:id/domains/<domainId>/verify', noDomain],
  ['PUT /organizations/<id>/domains/:domainId/auto-join', noOrganization, { autoJoin: true }],
  ['PUT /organizations/:id/domains/<domainId>/auto-join', noDomain, { autoJoin: true }],
  ['GET /organizations/<id>/invitations', noOrganization],
  ['POST /organizations/<id>/invitations', noOrganization, { email: 'ada@example.com' }],
  ['GET /organizations/<id>/invitations/:invitationId', noOrganization],
  ['GET /organizations/:id/invitations/<invitationId>', noInvitation],
  ['POST /organizations/<id>/invitations/:invitationId/resend', noOrganization],
  ['POST /organizations/:id/invitations/<invitationId>/resend', noInvitation],
  ['POST /organizations/<id>/invitations/:invitationId/revoke', noOrganization],
  ['POST /organizations/:id/invitations/<invitationId>/revoke', noInvitation],
];

let app: TestApp;
let admin: string;
let ids: Readonly<Record<'accounts' | 'organizations', string>>;

beforeAll(async () => {
  app = await startTestApp({ MULTI_TENANCY: 'true' });
  admin = (await openDesk(app, 'superadmin')).token;
  const account = await openAccount(app, { name: 'somebody' });
  const organization = await foundOrganization(app, 'acme');
  ids = { accounts: account.id, organizations: organization.id };
});

afterAll(() => app.close());

async function answer(operation: string, json?: object): Promise<Answer> {
  const [method = '', path = ''] = operation.split(' ');
  const headers = { authorization: `Bearer ${admin}` };
  return answerOf(await app.send(method, path, { headers, ...(json && { json }) }));
}

/** What was answered, and how often the database was turned to for it. */
async function asked(operation: string, json?: object) {
  const database = app.nest.get(Database);
  const turnings = [
    jest.spyOn(database, 'first'),
    jest.spyOn(database, 'transaction'),
    jest.spyOn(database.manager.dataSource, 'createQueryRunner'),
  ];
  const reply = await answer(operation, json);
  const questions = turnings.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const turning of turnings) turning.mockRestore();
  return { reply, questions };
}

/** The operation about that, its other parts naming what there is. */
function about(operation: string, id: string): string {
  const kind = operation.includes('/accounts/') ? 'accounts' : 'organizations';
  return operation
    .replace(' ', ' /admin/v1')
    .replace(':id', ids[kind])
    .replace(/:\w+/, NOBODY)
    .replace(/<\w+>/, encodeURIComponent(id));
}

const events = () => answer('GET /admin/v1/audit-events');

describe('a part of the path that is no id', () => {
  it('is tried at every documented operation that has one', async () => {
    const documented = (await documentedInputs(app)).map(({ route }) => route).filter((route) => route.includes('/:'));
    const parts = documented.flatMap((route) =>
      Array.from(route.matchAll(/:(\w+)/g), ([part, name]) => route.replace(part, `<${name}>`)),
    );
    const tried = OPERATIONS.map(([operation]) => operation.replace(' ', ' /admin/v1'));
    const elsewhere = [
      'DELETE /account/v1/sessions/<id>',
      'DELETE /admin/v1/accounts/:id/clients/<clientId>',
      'GET /api/auth/flow/<flowId>',
      'GET /api/v1/auth/verify/<token>',
      'POST /api/auth/flow/<flowId>/complete',
    ];
    expect([...tried, ...elsewhere].sort()).toEqual(parts.sort());
  });

  it.each(OPERATIONS)('is nothing’s at %s, without a look into the database', async (...trial: Trial) => {
    const [operation, refusal, json] = trial;
    const { questions: forWhoAsks } = await asked('GET /admin/v1/policy');
    const before = await events();
    const unknown = await asked(about(operation, NOBODY), json);
    expect(unknown.reply.status).toBe(404);
    expect(unknown.questions).toBeGreaterThan(forWhoAsks);
    for (const id of ILL_FORMED) {
      const seen = await asked(about(operation, id), json);
      expect({ id, ...seen }).toEqual({ id, reply: refusal, questions: forWhoAsks });
    }
    expect(await events()).toEqual(before);
  });

  it('is no client’s, and no session of one’s own', async () => {
    const mine = {
      headers: { authorization: `Bearer ${await tokenFor(app, await openAccount(app, { name: 'ada' }))}` },
    };
    for (const id of [NOBODY, ...ILL_FORMED]) {
      expect(await answer(about('DELETE /accounts/:id/clients/<clientId>', id))).toEqual(noClient);
      const path = `/account/v1/sessions/${encodeURIComponent(id)}`;
      expect(answerOf(await app.send('DELETE', path, mine))).toEqual(nothing);
    }
  });

  it('is no token and no flow, in the words of the API', async () => {
    const completing = { orgId: ids.organizations, completionSecret: TOKEN };
    const malformed = nap.badRequest('flowId must be a token');
    for (const id of [NOBODY, ...ILL_FORMED]) {
      const part = encodeURIComponent(id);
      const refusal = /^[!-&(-~]+$/.test(id) ? nap.flow : malformed;
      expect([id, await answer(`GET /api/v1/auth/verify/${part}`)]).toEqual([id, kleister.token]);
      expect([id, await answer(`GET /api/auth/flow/${part}`)]).toEqual([id, refusal]);
      expect([id, await answer(`POST /api/auth/flow/${part}/complete`, completing)]).toEqual([id, refusal]);
    }
  });
});
