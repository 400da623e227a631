import { type Reason, refusedInput, SAMPLE_USER } from '#edge';
import { describe } from '../shared/documentation.js';
import { Member, MemberQuery, Members, NewMemberInput, OrganizationRoleInput } from './member.dto.js';
import { toMember, toMembers } from './member.mapper.js';

const TAG = 'Members';
const READ = { tag: TAG, scope: 'organizations:read' };
const WRITE = { tag: TAG, scope: 'organizations:write' };
const PARAMS = { id: 'The id of the organization.' };
const MEMBER_PARAMS = { ...PARAMS, accountId: 'The id of the account.' };

const SAMPLE = {
  user: SAMPLE_USER,
  role: 'member',
  status: 'active',
  joinedAt: new Date('2030-01-01T12:00:00.000Z'),
  lastActiveAt: null,
} as const;

const answer = (description: string, status = 200) => ({
  status,
  description,
  type: Member,
  example: toMember(SAMPLE),
});

const NOT_THERE: readonly Reason[] = ['organization_not_found', 'member_not_found', 'account_not_found'];
const NOT_THE_LAST: readonly Reason[] = [...NOT_THERE, 'last_owner'];

/** The published description of each operation. */
export const documents = {
  list: () =>
    describe({
      ...READ,
      operationId: 'listMembers',
      summary: 'List the members of an organization',
      description: 'The oldest account first. The members of a deleted organization are those that it had.',
      params: PARAMS,
      query: MemberQuery,
      success: {
        status: 200,
        description: 'A page of members',
        type: Members,
        example: toMembers({ rows: [SAMPLE] }),
      },
      errors: [refusedInput(MemberQuery, 'query', { role: 'king' }), 'cursor_invalid', 'organization_not_found'],
    }),
  add: () =>
    describe({
      ...WRITE,
      operationId: 'addMember',
      summary: 'Give an account a seat',
      description: 'Without asking it. One that is banned has a seat already, and is let back in by lifting the ban.',
      params: PARAMS,
      body: { type: NewMemberInput },
      success: answer('The member', 201),
      errors: [
        refusedInput(NewMemberInput, 'body', { accountId: '1', role: 'king' }),
        'organization_not_found',
        'account_not_found',
        'already_a_member',
      ],
    }),
  read: () =>
    describe({
      ...READ,
      operationId: 'readMember',
      summary: 'Read a member',
      description: 'Banned or not.',
      params: MEMBER_PARAMS,
      success: answer('The member'),
      errors: ['organization_not_found', 'member_not_found'],
    }),
  setRole: () =>
    describe({
      ...WRITE,
      operationId: 'setMemberRole',
      summary: 'Give a member a role',
      description: 'Refused where it would leave the organization without an owner.',
      params: MEMBER_PARAMS,
      body: { type: OrganizationRoleInput },
      success: answer('The member as it is now'),
      errors: [refusedInput(OrganizationRoleInput, 'body', { role: 'king' }), ...NOT_THE_LAST],
    }),
  ban: () =>
    describe({
      ...WRITE,
      operationId: 'banMember',
      summary: 'Ban a member',
      description:
        'Keeps them out of the organization: new sign-ins, and sessions that are open, from the next request on.',
      params: MEMBER_PARAMS,
      success: answer('The member as it is now'),
      errors: NOT_THE_LAST,
    }),
  unban: () =>
    describe({
      ...WRITE,
      operationId: 'unbanMember',
      summary: 'Lift a ban',
      description: 'Gives the seat back as it was.',
      params: MEMBER_PARAMS,
      success: answer('The member as it is now'),
      errors: NOT_THERE,
    }),
  remove: () =>
    describe({
      ...WRITE,
      operationId: 'removeMember',
      summary: "Take a member's seat away",
      description: 'Unlike a ban it leaves the ways in open: another invitation, a domain.',
      params: MEMBER_PARAMS,
      success: { status: 204, description: 'The seat is gone' },
      errors: NOT_THE_LAST,
    }),
};
