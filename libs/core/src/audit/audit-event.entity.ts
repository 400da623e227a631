import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database';

const big = { to: (value: number) => value, from: Number };

/** One thing that happened. Written once, never changed; chained to the one before it. */
@Entity('audit_events')
@Index(['sequence', 'id'])
@Index(['at', 'sequence'])
@Index(['accountId', 'at', 'sequence'])
@Index(['kind', 'at', 'sequence'])
@Index(['organizationId', 'at', 'sequence'])
export class AuditEvent {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  /** 1, 2, 3, … without a gap, in the order of commits. */
  @Column('bigint', { transformer: big })
  sequence!: number;

  @Column('varchar', { length: 64 })
  kind!: string;

  @MomentColumn()
  at!: Date;

  @Column('varchar', { length: 64 })
  actor!: string;

  @Column('varchar', { length: 36, nullable: true })
  accountId!: string | null;

  @Column('varchar', { length: 36, nullable: true })
  sessionId!: string | null;

  @Column('varchar', { length: 36, nullable: true })
  organizationId!: string | null;

  @Column('varchar', { length: 32, nullable: true })
  origin!: string | null;

  @Column('varchar', { length: 64, nullable: true })
  address!: string | null;

  @Column('varchar', { length: 64, nullable: true })
  requestId!: string | null;

  /** JSON, as text: the chain covers what is stored, to the letter. */
  @Column('text')
  details!: string;

  @Column('varchar', { length: 64 })
  previousHash!: string;

  @Column('varchar', { length: 64 })
  hash!: string;
}

/** Where the chain ends and where what is kept of it begins; one row. */
@Entity('audit_heads')
export class AuditHead {
  @PrimaryColumn('varchar', { length: 16 })
  id!: string;

  @Column('bigint', { transformer: big })
  sequence!: number;

  @Column('varchar', { length: 64 })
  hash!: string;

  /** The last event that retention has removed. */
  @Column('bigint', { transformer: big })
  anchorSequence!: number;

  @Column('varchar', { length: 64 })
  anchorHash!: string;

  /** A keyed digest of all the above. */
  @Column('varchar', { length: 64 })
  seal!: string;
}
