import { jest } from '@jest/globals';
import {
  challengeOf,
  DomainsService,
  InvitationsService,
  type Organization,
  type OrganizationRole,
  OrganizationsService,
} from '#core/organizations';
import { emailIdentifier } from '#core/users';
import { TxtRecords } from '#platform/dns';
import { openAccount } from './accounts.js';
import type { TestApp } from './test-app.js';

/** An organisation of its own, with an owner whom nobody else is about. */
export async function foundOrganization(app: TestApp, slug: string): Promise<Organization> {
  const { id: ownerId } = await openAccount(app, { name: `owner-of-${slug}` });
  return app.nest.get(OrganizationsService).create({ slug, name: `The ${slug}`, ownerId });
}

/** Invites by mail, and tells the token in it. */
export async function invited(
  app: TestApp,
  { id }: Organization,
  email: string,
  role: OrganizationRole = 'member',
): Promise<string> {
  await app.nest.get(InvitationsService).invite(id, { email: emailIdentifier(email), role });
  const [mail] = await app.mailTo(email);
  return new URL(mail?.links[0] ?? 'none:').searchParams.get('token') ?? '';
}

/** Verifies a domain by the record that is asked for, and opens the organisation to it. */
export async function openToDomain(app: TestApp, { id }: Organization, name: string): Promise<void> {
  const domains = app.nest.get(DomainsService);
  const domain = await domains.add(id, name);
  const { recordName, recordText } = challengeOf(domain);
  const resolver = jest.spyOn(app.nest.get(TxtRecords), 'of');
  resolver.mockImplementation(async (asked) => (asked === recordName ? [recordText] : []));
  await domains.verify(id, domain.id);
  resolver.mockRestore();
  await domains.setAutoJoin(id, domain.id, true);
}
