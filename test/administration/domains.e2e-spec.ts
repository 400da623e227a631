import { jest } from '@jest/globals';
import { AuditService } from '#core/audit';
import { TxtRecords } from '#platform/dns';
import type { User } from '#core/users';
import { openAccount } from '../support/accounts.js';
import { type Desk, openDesk, problem, unfit } from '../support/administration.js';
import { answerOf } from '../support/answer.js';
import { fresh } from '../support/fresh.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Shown {
  readonly id: string;
  readonly challenge: { readonly recordName: string; readonly recordText: string };
}

const NOBODY = '0197a000-0000-7000-8000-000000000001';
const NO_SUCH = { status: 404, body: problem(404, 'domain_not_found', 'The organization has no such domain') };
const TAKEN = { status: 409, body: problem(409, 'domain_taken', 'That domain is already taken') };

let app: TestApp;
let desk: Desk;
let ada: User;
let acme: string;
let other: string;
/** A name that nobody has. */
let name: string;

beforeAll(async () => {
  app = await startTestApp({ MULTI_TENANCY: 'true' });
  ada = await openAccount(app, { name: 'ada@example.com' });
});

beforeEach(async () => {
  name = `${fresh('acme')}.example`;
  desk = await openDesk(app, 'admin', fresh('admin'));
  [acme, other] = [await found(fresh('acme')), await found(fresh('other'))];
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(() => app.close());

async function found(slug: string): Promise<string> {
  const json = { slug, name: slug, ownerId: ada.id };
  return (await desk.ask<{ id: string }>('POST', '/organizations', { json })).body.id;
}

const domains = (organization = acme) => `/organizations/${organization}/domains`;
const add = (wanted: unknown = name, organization = acme) =>
  desk.ask<Shown>('POST', domains(organization), { json: { name: wanted } });

/** Has the domain name system say those texts, and nothing else. */
function publish(records: Readonly<Record<string, string>>): void {
  const of = jest.spyOn(app.nest.get(TxtRecords), 'of');
  of.mockImplementation(async (asked) => Object.entries(records).flatMap(([at, text]) => (at === asked ? [text] : [])));
}

describe('the domains of an organization', () => {
  it('are added with a challenge, verified, opened, closed and removed, on record as the operator’s deeds', async () => {
    const added = await add(`${name.replace('acme', 'Acme')}.`);
    const shown = {
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      name,
      verified: false,
      verifiedAt: null,
      autoJoin: false,
      challenge: {
        recordName: `_rosetta.${name}`,
        recordText: expect.stringMatching(/^rosetta-verification=[\w-]{43}$/),
      },
      createdAt: app.clock.now().toISOString(),
    };
    expect(answerOf(added)).toEqual({ status: 201, body: shown });
    const { id, challenge } = added.body;
    const one = `${domains()}/${id}`;
    expect(answerOf(await desk.ask('GET', one))).toEqual({ status: 200, body: added.body });
    publish({ [challenge.recordName]: challenge.recordText });
    app.clock.advance(60);
    const verified = { ...added.body, verified: true, verifiedAt: app.clock.now().toISOString() };
    expect(answerOf(await desk.ask('POST', `${one}/verify`))).toEqual({ status: 200, body: verified });
    expect(answerOf(await desk.ask('POST', `${one}/verify`))).toEqual({ status: 200, body: verified });
    const opened = await desk.ask('PUT', `${one}/auto-join`, { json: { autoJoin: true } });
    expect(answerOf(opened)).toEqual({ status: 200, body: { ...verified, autoJoin: true } });
    const closed = await desk.ask('PUT', `${one}/auto-join`, { json: { autoJoin: false } });
    expect(answerOf(closed)).toEqual({ status: 200, body: verified });
    expect(answerOf(await desk.ask('DELETE', one))).toEqual({ status: 204, body: '' });
    expect((await desk.ask('GET', domains())).body).toEqual({ domains: [], next: null });
    const { events } = await app.nest.get(AuditService).find({ organizationId: acme });
    expect(events.filter(({ actor }) => actor === desk.user.id).map(({ kind }) => kind)).toEqual([
      'domain.removed',
      'domain.changed',
      'domain.changed',
      'domain.verified',
      'domain.added',
      'member.seated',
      'organization.created',
    ]);
  });

  it('are not verified while the record does not say so', async () => {
    const { body } = await add();
    const { recordName, recordText } = body.challenge;
    publish({ [recordName]: 'something else' });
    expect(answerOf(await desk.ask('POST', `${domains()}/${body.id}/verify`))).toEqual({
      status: 409,
      body: problem(409, 'domain_not_verified', `No TXT record of ${recordName} says ${recordText}`),
    });
    expect((await desk.ask('GET', `${domains()}/${body.id}`)).body).toEqual(body);
  });

  it('can be claimed by many, and had by one', async () => {
    const [mine, theirs] = [(await add()).body, (await add(name, other)).body];
    expect(answerOf(await add(name.replace('acme', 'ACME')))).toEqual(TAKEN);
    publish({ [`_rosetta.${name}`]: mine.challenge.recordText });
    await desk.ask('POST', `${domains()}/${mine.id}/verify`);
    publish({ [`_rosetta.${name}`]: theirs.challenge.recordText });
    expect(answerOf(await desk.ask('POST', `${domains(other)}/${theirs.id}/verify`))).toEqual(TAKEN);
    await desk.ask('DELETE', `${domains(other)}/${theirs.id}`);
    expect(answerOf(await add(name, other))).toEqual(TAKEN);
  });

  it.each([
    'acme',
    'ac me.example',
    '-acme.example',
    'acme.example/path',
    'http://acme.example',
    '192.0.2.1',
    'a@b.example',
  ])('are no %s', async (wanted) => {
    const body = problem(422, 'domain_invalid', 'That is not a domain name');
    expect(answerOf(await add(wanted))).toEqual({ status: 422, body });
  });

  it('are told what is wrong with the rest of the input', async () => {
    expect((await add(7)).body).toEqual(
      unfit('body', 'name', 'is_identifier', 'name must be a text of 1 to 255 characters without control characters'),
    );
    const { body } = await add();
    const reply = await desk.ask('PUT', `${domains()}/${body.id}/auto-join`, { json: { autoJoin: 'yes' } });
    expect(answerOf(reply)).toEqual({
      status: 422,
      body: unfit('body', 'autoJoin', 'is_flag', 'autoJoin must be true or false'),
    });
  });

  it('of another organization are not found in this one', async () => {
    const { body: theirs } = await add('other.example', other);
    publish({});
    for (const id of [theirs.id, NOBODY, 'x', '%00']) {
      const answers = [
        await desk.ask('GET', `${domains()}/${id}`),
        await desk.ask('POST', `${domains()}/${id}/verify`),
        await desk.ask('PUT', `${domains()}/${id}/auto-join`, { json: { autoJoin: true } }),
        await desk.ask('DELETE', `${domains()}/${id}`),
      ];
      expect(answers.map(answerOf)).toEqual([NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH]);
    }
    expect((await desk.ask('GET', `${domains(other)}/${theirs.id}`)).body).toEqual(theirs);
  });

  it('are listed page by page', async () => {
    for (const wanted of ['a.example', 'b.example', 'c.example']) await add(wanted);
    const first = await desk.ask<{ domains: { name: string }[]; next: string }>('GET', `${domains()}?size=2`);
    const rest = await desk.ask<typeof first.body>('GET', `${domains()}?size=2&cursor=${first.body.next}`);
    expect([...first.body.domains, ...rest.body.domains].map((domain) => domain.name)).toEqual([
      'a.example',
      'b.example',
      'c.example',
    ]);
    const elsewhere = await desk.ask('GET', `${domains(other)}?cursor=${first.body.next}`);
    const body = problem(400, 'cursor_invalid', 'The page cursor is not valid');
    expect(answerOf(elsewhere)).toEqual({ status: 400, body });
  });
});
