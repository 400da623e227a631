import { Column, Entity, PrimaryColumn } from 'typeorm';
import { JsonColumn, MomentColumn } from '#platform/database';
import type { SigningAlgorithm } from '#platform/crypto';

/** A key pair that signs access tokens; the private half is sealed. */
@Entity('signing_keys')
export class SigningKey {
  /** Also the `kid` in token headers. */
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @Column('varchar', { length: 16 })
  algorithm!: SigningAlgorithm;

  /** A JWK (RFC 7517 §4) without its private members. */
  @JsonColumn()
  publicJwk!: object;

  /** PKCS #8 as PEM, sealed and bound to this row. */
  @Column('text')
  sealedPrivateKey!: string;

  @MomentColumn()
  createdAt!: Date;

  /** Set when a newer key took over: the moment by which every token it signed has expired. */
  @MomentColumn({ nullable: true })
  retiresAt!: Date | null;

  isUsableAt(now: Date): boolean {
    return this.retiresAt === null || this.retiresAt > now;
  }
}
