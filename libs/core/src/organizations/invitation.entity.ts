import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { MomentColumn } from '#platform/database';
import type { OrganizationRole } from './membership.entity.js';
import { Organization } from './organization.entity.js';

/** As stored; a pending one whose time is up is told as `expired`. */
export type StoredInvitationStatus = 'pending' | 'accepted' | 'revoked';

/** A seat that is kept for whoever reads the mail of an address. */
@Entity('invitations')
@Index(['organizationId', 'id'])
@Index(['organizationId', 'status', 'id'])
@Index(['organizationId', 'pendingKey'], { unique: true })
@Index(['digest'], { unique: true })
@Index(['settledAt'], { where: 'settled_at IS NOT NULL' })
export class Invitation {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @Column('varchar', { length: 36 })
  organizationId!: string;

  @ManyToOne(() => Organization, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'organization_id' })
  organization?: Relation<Organization>;

  /** As the inviting side wrote it. */
  @Column('varchar', { length: 255 })
  email!: string;

  /** The compared form of the address while it is pending, else null: one pending invitation for each address. */
  @Column('varchar', { length: 512, nullable: true })
  pendingKey!: string | null;

  @Column('varchar', { length: 16 })
  role!: OrganizationRole;

  @Column('varchar', { length: 16 })
  status!: StoredInvitationStatus;

  /** SHA-256 of the token in the newest mail; it is kept nowhere else. */
  @Column('varchar', { length: 64 })
  digest!: string;

  /** Who invited, if it was an account. */
  @Column('varchar', { length: 36, nullable: true })
  invitedBy!: string | null;

  /** Who took the seat. */
  @Column('varchar', { length: 36, nullable: true })
  acceptedBy!: string | null;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  sentAt!: Date;

  @MomentColumn()
  expiresAt!: Date;

  @MomentColumn({ nullable: true })
  settledAt!: Date | null;
}
