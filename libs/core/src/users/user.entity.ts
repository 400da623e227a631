import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { JsonColumn, MomentColumn } from '#platform/database';
import type { Role } from './roles.js';

/** Free-form facts about an account. */
export type Metadata = Readonly<Record<string, unknown>>;

/** One person's account, whichever API it was opened through. */
@Entity('users')
@Index(['createdAt', 'id'])
@Index(['role', 'createdAt', 'id'])
@Index(['createdAt', 'id'], { where: 'disabled_at IS NOT NULL' })
@Index(['createdAt', 'id'], { where: 'email_confirmed_at IS NULL' })
export class User {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  /** As its owner wrote it; found through `UserIdentifier`. */
  @Column('varchar', { length: 255, nullable: true })
  email!: string | null;

  /** The address that stays good until a newly given one is verified. */
  @Column('varchar', { length: 255, nullable: true })
  replacedEmail!: string | null;

  @MomentColumn({ nullable: true })
  replacedEmailConfirmedAt!: Date | null;

  @Column('varchar', { length: 255, nullable: true })
  username!: string | null;

  /** In a scheme that its prefix names; never leaves the core. */
  @Column('text')
  passwordHash!: string;

  @Column('varchar', { length: 16 })
  role!: Role;

  @Column('varchar', { length: 255, nullable: true })
  firstName!: string | null;

  @Column('varchar', { length: 255, nullable: true })
  lastName!: string | null;

  @Column('varchar', { length: 255, nullable: true })
  nickname!: string | null;

  @Column('text', { nullable: true })
  picture!: string | null;

  @Column('varchar', { length: 64, nullable: true })
  phone!: string | null;

  /** The owner's own. */
  @JsonColumn()
  userMetadata!: Metadata;

  /** The server's; no client can write it. */
  @JsonColumn()
  appMetadata!: Metadata;

  @MomentColumn({ nullable: true })
  emailConfirmedAt!: Date | null;

  @MomentColumn({ nullable: true })
  phoneConfirmedAt!: Date | null;

  @MomentColumn({ nullable: true })
  lastSignInAt!: Date | null;

  @MomentColumn({ nullable: true })
  disabledAt!: Date | null;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  updatedAt!: Date;

  get isEnabled(): boolean {
    return this.disabledAt === null;
  }

  get isEmailVerified(): boolean {
    return this.email !== null && this.emailConfirmedAt !== null;
  }

  /** Whether its owner has ever shown to read the mail of an address that is still good. */
  get hasVerifiedEmail(): boolean {
    return this.isEmailVerified || this.replacedEmailConfirmedAt !== null;
  }

  /** What the account goes by where one name is asked for. */
  get loginName(): string {
    return this.username ?? this.email ?? this.id;
  }

  /** Never empty: the chosen nickname, else the part before the `@`, else the user name. */
  get displayName(): string {
    return this.nickname ?? this.email?.split('@')[0] ?? this.loginName;
  }
}
