import { Column, Entity, PrimaryColumn } from 'typeorm';
import { JsonColumn, MomentColumn } from '#platform/database';
import type { ApiKeyScope } from './scopes.js';

/** A credential of a program that administers the service. */
@Entity('api_keys')
export class ApiKey {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  /** What it is for, in the words of who made it. */
  @Column('varchar', { length: 64 })
  name!: string;

  /** The part of the key by which it is found; not secret. */
  @Column('varchar', { length: 16, unique: true })
  publicId!: string;

  /** Of the whole key. */
  @Column('varchar', { length: 64 })
  digest!: string;

  @JsonColumn()
  scopes!: readonly ApiKeyScope[];

  /** The actor who made it, as the audit log calls them. */
  @Column('varchar', { length: 64 })
  createdBy!: string;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  expiresAt!: Date;

  @MomentColumn({ nullable: true })
  lastUsedAt!: Date | null;

  @MomentColumn({ nullable: true })
  revokedAt!: Date | null;

  isUsableAt(now: Date): boolean {
    return this.revokedAt === null && this.expiresAt > now;
  }
}
