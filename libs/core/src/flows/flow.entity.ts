import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database';

export type FlowType = 'login' | 'invite' | 'password_reset' | 'sso';

/** Something a person has begun and not finished, kept for a few minutes. */
@Entity('flows')
export class Flow {
  /** Unguessable: whoever knows it may read the flow. */
  @PrimaryColumn('varchar', { length: 64 })
  id!: string;

  @Column('varchar', { length: 16 })
  type!: FlowType;

  @Column('varchar', { length: 36 })
  userId!: string;

  @Column('varchar', { length: 255 })
  email!: string;

  /** Where the client means to go afterwards; data for the client, followed by nobody here. */
  @Column('text', { nullable: true })
  returnTo!: string | null;

  /** What whoever began it can show to finish it, as a digest; null where there is nothing to finish. */
  @Column('varchar', { length: 64, nullable: true })
  completionDigest!: string | null;

  @MomentColumn()
  createdAt!: Date;

  @Index()
  @MomentColumn()
  expiresAt!: Date;
}
