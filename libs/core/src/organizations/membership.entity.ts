import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { User } from '#core/users';
import { MomentColumn } from '#platform/database';
import { Organization } from './organization.entity.js';

export const ORGANIZATION_ROLES = ['owner', 'admin', 'member'] as const;

export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number];

export const MEMBERSHIP_STATUSES = ['active', 'banned'] as const;

/** `banned`: kept out of the organisation, and on its list so that no invitation lets them back in. */
export type MembershipStatus = (typeof MEMBERSHIP_STATUSES)[number];

/** One account's place in one organisation. */
@Entity('memberships')
@Index(['userId', 'organizationId'])
@Index(['organizationId', 'role', 'userId'])
@Index(['organizationId', 'status', 'userId'])
export class Membership {
  @PrimaryColumn('varchar', { length: 36 })
  organizationId!: string;

  @PrimaryColumn('varchar', { length: 36 })
  userId!: string;

  @ManyToOne(() => Organization, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'organization_id' })
  organization?: Relation<Organization>;

  @ManyToOne('User', { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user?: Relation<User>;

  @Column('varchar', { length: 16 })
  role!: OrganizationRole;

  @Column('varchar', { length: 16 })
  status!: MembershipStatus;

  @MomentColumn()
  joinedAt!: Date;

  /** Of the last sign-in to the organisation, or refresh of a session in it. */
  @MomentColumn({ nullable: true })
  lastActiveAt!: Date | null;
}
