import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database';

/** That an account was signed in to from a network, without telling which: a keyed digest of both. */
@Entity('known_networks')
export class KnownNetwork {
  @PrimaryColumn('varchar', { length: 64 })
  digest!: string;

  @Index()
  @Column('varchar', { length: 36 })
  userId!: string;

  /** To the day. */
  @Index()
  @MomentColumn()
  lastSeenAt!: Date;
}
