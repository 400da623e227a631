import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database';

export type OneTimePurpose = 'verify_email' | 'recover_password';

/** A token that was sent by mail and may be used once: the row is there until it is. */
@Entity('one_time_tokens')
@Index(['userId', 'purpose'], { unique: true })
export class OneTimeToken {
  /** SHA-256 of the token, as base64url: 256 random bits need no key against guessing. */
  @PrimaryColumn('varchar', { length: 64 })
  digest!: string;

  @Column('varchar', { length: 36 })
  userId!: string;

  @Column('varchar', { length: 32 })
  purpose!: OneTimePurpose;

  /** The address it was sent to. */
  @Column('varchar', { length: 255 })
  email!: string;

  @MomentColumn()
  createdAt!: Date;

  @Index()
  @MomentColumn()
  expiresAt!: Date;
}
