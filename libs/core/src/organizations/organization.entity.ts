import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { JsonColumn, MomentColumn } from '#platform/database';

/** A group of accounts that sign in together. */
@Entity('organizations')
@Index(['deletedAt', 'id'])
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

  /** Later with every change, so that it also tells one state from the next. */
  @MomentColumn()
  updatedAt!: Date;

  @MomentColumn({ nullable: true })
  deletedAt!: Date | null;
}
