import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { User } from '#core/users';
import { MomentColumn } from '#platform/database';
import type { EndReason } from './end-reason.js';

/** One sign-in, from its beginning to its end, with every token that belongs to it. */
@Entity('sessions')
@Index(['userId', 'createdAt', 'id'])
@Index(['expiresAt'], { where: 'ended_at IS NULL' })
@Index(['endedAt'], { where: 'ended_at IS NOT NULL' })
export class Session {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @Column('varchar', { length: 36 })
  userId!: string;

  @ManyToOne('User', { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user?: Relation<User>;

  /** The client credentials that opened it, if any did. */
  @Index()
  @Column('varchar', { length: 36, nullable: true })
  clientId!: string | null;

  @Column('varchar', { length: 36, nullable: true })
  organizationId!: string | null;

  /** The documented API it was opened through. */
  @Column('varchar', { length: 32 })
  origin!: string;

  @Column('varchar', { length: 64, nullable: true })
  address!: string | null;

  @Column('varchar', { length: 255, nullable: true })
  userAgent!: string | null;

  /** Of the one refresh token that may be used next; null where the session has none. */
  @Column('varchar', { length: 64, nullable: true })
  refreshDigest!: string | null;

  /** Of the one spent last, whose retry yields the same successor for a short while. */
  @Column('varchar', { length: 64, nullable: true })
  spentRefreshDigest!: string | null;

  /** From which, with the spent token and a key of the server, its successor can be made again. */
  @Column('varchar', { length: 32, nullable: true })
  successorSalt!: string | null;

  @MomentColumn({ nullable: true })
  refreshedAt!: Date | null;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  lastUsedAt!: Date;

  @MomentColumn()
  idleExpiresAt!: Date;

  @MomentColumn()
  expiresAt!: Date;

  @MomentColumn({ nullable: true })
  endedAt!: Date | null;

  @Column('varchar', { length: 32, nullable: true })
  endReason!: EndReason | null;

  /** Why it cannot be used at that moment, or undefined when it can. */
  reasonOverAt(now: Date): EndReason | undefined {
    if (this.endedAt !== null) return this.endReason ?? 'logout';
    if (this.expiresAt <= now) return 'expired_absolute';
    return this.idleExpiresAt <= now ? 'expired_idle' : undefined;
  }
}
