import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database';

/** The id of the key that all keys for digests are derived from. */
export const ROOT = 'root';

/** A key that was made at random and is kept under the master key: the root, or one that seals values. */
@Entity('data_keys')
export class DataKey {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  /** The key, encrypted under the master key. Null: it is the master key itself, as in databases from before. */
  @Column('text', { nullable: true })
  wrapped!: string | null;

  @MomentColumn()
  createdAt!: Date;
}
