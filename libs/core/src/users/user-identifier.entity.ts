import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { IdentifierKind } from './identifier.js';
import { User } from './user.entity.js';

/**
 * A name that one account goes by. All names share this one table, so that a user name and an
 * e-mail address can never stand for two accounts, and two sign-ups at once cannot both win.
 */
@Entity('user_identifiers')
export class UserIdentifier {
  /** Normalised; see `identifierKey`. */
  @PrimaryColumn('varchar', { length: 512 })
  key!: string;

  @Column('varchar', { length: 16 })
  kind!: IdentifierKind;

  @Index()
  @Column('varchar', { length: 36 })
  userId!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user!: Relation<User>;
}
