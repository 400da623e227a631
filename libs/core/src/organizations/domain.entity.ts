import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { MomentColumn } from '#platform/database';
import { Organization } from './organization.entity.js';

/** A domain that an organisation says is its own, and may have shown to be. */
@Entity('organization_domains')
@Index(['organizationId', 'id'])
@Index(['organizationId', 'name'], { unique: true })
@Index(['verifiedName'], { unique: true })
export class OrganizationDomain {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @Column('varchar', { length: 36 })
  organizationId!: string;

  @ManyToOne(() => Organization, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'organization_id' })
  organization?: Relation<Organization>;

  /** In its ASCII form, lower case. */
  @Column('varchar', { length: 253 })
  name!: string;

  /** The name once it is verified, else null: many may claim a domain, one can have it. */
  @Column('varchar', { length: 253, nullable: true })
  verifiedName!: string | null;

  /** What the domain's TXT record has to say; no secret, as it is published there. */
  @Column('varchar', { length: 64 })
  challenge!: string;

  @Column('varchar', { length: 8 })
  autoJoin!: 'on' | 'off';

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn({ nullable: true })
  verifiedAt!: Date | null;
}
