import type { Member as CoreMember } from '#core/organizations';
import type { Page } from '#core/paging';
import { nextOf } from '../shared/paging.dto.js';
import type { Member, Members } from './member.dto.js';

export function toMember({ user, role, status, joinedAt, lastActiveAt }: CoreMember): Member {
  return {
    accountId: user.id,
    username: user.username,
    email: user.email,
    role,
    status,
    joinedAt: joinedAt.toISOString(),
    lastActiveAt: lastActiveAt?.toISOString() ?? null,
  };
}

export function toMembers(page: Page<CoreMember>): Members {
  return { members: page.rows.map(toMember), next: nextOf(page) };
}
