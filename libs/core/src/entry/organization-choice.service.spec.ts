import { AuditService } from '#core/audit';
import { CompletionRefused } from '#core/flows';
import { type Organization, OrganizationChoiceRequired, OrganizationsService } from '#core/organizations';
import { PasswordsService } from '#core/passwords';
import type { User } from '#core/users';
import { type Core, startCore, VISITOR } from '../../../../test/support/core-fixture.js';
import { EntryModule, EntryService, OrganizationChoiceService } from './index.js';

const PASSWORD = 'correct horse';

let core: Core;
let ada: User;
let acme: Organization;

beforeEach(async () => {
  core = await startCore([EntryModule], { environment: { MULTI_TENANCY: 'true' } });
  ada = await core.addUser('ada@example.com', { passwordHash: await core.get(PasswordsService).store(PASSWORD) });
  const organizations = core.get(OrganizationsService);
  acme = await organizations.create({ slug: 'acme', name: 'Acme', ownerId: ada.id });
  await organizations.create({ slug: 'other', name: 'Other', ownerId: ada.id });
});

afterEach(() => core.close());

async function begin() {
  const credentials = { identifier: 'ada@example.com', accept: 'email', password: PASSWORD } as const;
  const options = { demands: { membership: true }, isRefreshable: true } as const;
  const refusal = await core
    .get(EntryService)
    .signIn(credentials, VISITOR, options)
    .catch((error: unknown) => error);
  if (!(refusal instanceof OrganizationChoiceRequired)) throw new Error('expected to be asked');
  return core.get(OrganizationChoiceService).begin(refusal);
}

/** What is on record of attempts to come in, the first first. */
async function attempts() {
  const { events } = await core.get(AuditService).find();
  return events.filter(({ kind }) => /^(sign_in|password)\./.test(kind)).reverse();
}

describe('signing in to one of several organisations', () => {
  it('is on record as the proof of a password, and as a sign-in once the choice is made', async () => {
    const { flow, completionSecret } = await begin();
    const choice = { flowId: flow.id, completionSecret, organizationId: acme.id };
    const { session } = await core.get(OrganizationChoiceService).complete(choice, VISITOR);
    const byAda = { actor: ada.id, accountId: ada.id, origin: VISITOR.origin };
    expect(await attempts()).toMatchObject([
      { ...byAda, kind: 'password.proved', sessionId: null },
      { ...byAda, kind: 'sign_in.succeeded', sessionId: session.id, details: { credential: 'completion_secret' } },
    ]);
  });

  it('is on record as having failed when the secret is wrong', async () => {
    const { flow } = await begin();
    const choice = { flowId: flow.id, completionSecret: 'guessed', organizationId: acme.id };
    const attempt = core.get(OrganizationChoiceService).complete(choice, VISITOR);
    await expect(attempt).rejects.toThrow(CompletionRefused);
    expect((await attempts()).slice(1)).toMatchObject([
      {
        kind: 'sign_in.failed',
        actor: 'anybody',
        accountId: ada.id,
        details: { credential: 'completion_secret', reason: 'wrong secret, or the password was changed since' },
      },
    ]);
  });
});
