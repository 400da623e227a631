import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database';

/** `mailbox`: kept for the developer mailbox, never to be sent. */
export type OutboxStatus = 'queued' | 'sent' | 'failed' | 'mailbox';

/** A mail that was asked for, and what became of it. */
@Entity('outbox_messages')
@Index(['status', 'dueAt'])
@Index(['status', 'createdAt'])
export class OutboxMessage {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id!: string;

  /** The whole mail, sealed for it holds one-time links; emptied when nothing is left to do with it. */
  @Column({ type: 'text', nullable: true })
  sealed!: string | null;

  @Column({ type: 'varchar', length: 16 })
  status!: OutboxStatus;

  /** How often sending it was begun. Every claim raises it, so it also tells one claim from the next. */
  @Column({ type: 'integer' })
  attempts!: number;

  @MomentColumn({ name: 'due_at' })
  dueAt!: Date;

  /** Until when it belongs to the process that is sending it; past that, that process is taken for dead. */
  @MomentColumn({ name: 'leased_until', nullable: true })
  leasedUntil!: Date | null;

  @MomentColumn({ name: 'created_at' })
  createdAt!: Date;

  @MomentColumn({ name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  @Column({ name: 'last_failure', type: 'text', nullable: true })
  lastFailure!: string | null;
}
