import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database';

/** The client id and secret of one account. A new pair is a new row. */
@Entity('clients')
export class Client {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @Column('varchar', { length: 36, unique: true })
  userId!: string;

  /** What the client calls itself by; not secret. */
  @Column('varchar', { length: 64, unique: true })
  publicId!: string;

  /** To be shown to the owner again. */
  @Column('text')
  sealedSecret!: string;

  /** To be compared with. */
  @Column('varchar', { length: 64 })
  secretDigest!: string;

  @MomentColumn()
  createdAt!: Date;
}
