import { Column, Entity, PrimaryColumn } from 'typeorm';
import { JsonColumn, MomentColumn } from '#platform/database';

/** A group of accounts that sign in together. */
@Entity('organizations')
export class Organization {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  /** Its name in URLs and tokens. */
  @Column('varchar', { length: 64, unique: true })
  slug!: string;

  @Column('varchar', { length: 255 })
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { nullable: true })
  avatarUrl!: string | null;

  @JsonColumn()
  settings!: Readonly<Record<string, unknown>>;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  updatedAt!: Date;

  @MomentColumn({ nullable: true })
  deletedAt!: Date | null;
}
