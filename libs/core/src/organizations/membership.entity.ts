import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { User } from '#core/users';
import { MomentColumn } from '#platform/database';
import { Organization } from './organization.entity.js';

export type OrganizationRole = 'owner' | 'admin' | 'member';

/** One account's place in one organisation. */
@Entity('memberships')
export class Membership {
  @PrimaryColumn('varchar', { length: 36 })
  organizationId!: string;

  @Index()
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

  @MomentColumn()
  joinedAt!: Date;
}
