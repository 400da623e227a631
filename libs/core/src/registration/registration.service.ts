import { Inject, Injectable } from '@nestjs/common';
import { type ClientCredentials, ClientsService } from '#core/clients';
import { EmailVerificationService } from '#core/email-verification';
import type { Visitor } from '#core/kernel';
import { Limits, placeOf } from '#core/limits';
import { SeatingService, type SeatRequest } from '#core/organizations';
import { type PasswordOwner, PasswordsService } from '#core/passwords';
import { type Identifier, type Metadata, type Role, ROLES, type User, UsersService } from '#core/users';
import { Database } from '#platform/database';
import { RoleNotAllowed } from './errors.js';
import { type RegistrationConfig, registrationSection } from './registration.config.js';

export interface SignUp {
  readonly identifier: Identifier;
  readonly password: string;
  readonly role?: Role;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly userMetadata?: Metadata;
  /** A token that invites into an organisation. */
  readonly invitation?: string;
  /** Whether the account has to be able to take a seat: by invitation, or by the domain of its address. */
  readonly needsSeat?: boolean;
}

interface Applicant {
  readonly visitor: Visitor;
  readonly sponsor: User | undefined;
}

/** Where new accounts come from: one way for all, whole or not at all. */
@Injectable()
export class RegistrationService {
  constructor(
    @Inject(registrationSection.token) private readonly config: RegistrationConfig,
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly seating: SeatingService,
    private readonly clients: ClientsService,
    private readonly emailVerification: EmailVerificationService,
    private readonly limits: Limits,
  ) {}

  /**
   * Opens an account, with a seat in an organisation where it is to have one, and sends a mail to verify its address if it has one.
   *
   * @param sponsor an account that vouches for the role; without one only the self-service roles are to be had
   * @throws LimitExceeded, RoleNotAllowed, PasswordUnacceptable, IdentifierTaken, PasswordQueueFull
   * @throws InvitationInvalid, InvitationRequired
   */
  async signUp(order: SignUp, visitor: Visitor, sponsor?: User): Promise<User> {
    return this.open(order, { visitor, sponsor }, (user) => Promise.resolve(user));
  }

  /**
   * The same, and issues client credentials to the account in the same step.
   *
   * @throws as {@link signUp}
   */
  async signUpClient(order: SignUp, visitor: Visitor, sponsor?: User): Promise<ClientCredentials> {
    return this.open(order, { visitor, sponsor }, ({ id }) => this.clients.credentialsOf(id));
  }

  /** Opens the account and does `more` for it, all in one step. */
  private async open<T>(order: SignUp, applicant: Applicant, more: (user: User) => Promise<T>): Promise<T> {
    try {
      const passwordHash = await this.prepare(order, applicant);
      return await this.database.transaction(async () => more(await this.write(order, passwordHash, applicant)));
    } catch (error) {
      return this.seating.refuse(error, seatRequestOf(order), applicant.visitor);
    }
  }

  /** Everything that can be refused without a trace is refused before the costly hash. */
  private async prepare(order: SignUp, { visitor, sponsor }: Applicant): Promise<string> {
    await this.limits.spend('sign-up', { ...visitor, account: order.identifier.key });
    const allowed = this.rolesOpenTo(sponsor);
    if (order.role !== undefined && !allowed.includes(order.role)) throw new RoleNotAllowed(order.role, allowed);
    await this.passwords.mustBeAcceptable(order.password, ownerIn(order));
    await this.seating.mustBeWelcome(emailOf(order), seatRequestOf(order));
    await this.users.mustBeFree([order.identifier]);
    const place = placeOf(visitor);
    return this.passwords.store(order.password, place === undefined ? [] : [`place ${place}`]);
  }

  private async write(order: SignUp, passwordHash: string, { visitor, sponsor }: Applicant): Promise<User> {
    const { identifier, role = 'user', firstName, lastName, userMetadata } = order;
    const user = await this.users.create({
      identifiers: [identifier],
      passwordHash,
      role,
      cause: { visitor, ...(sponsor && { actor: sponsor.id }) },
      ...(firstName !== undefined && { firstName }),
      ...(lastName !== undefined && { lastName }),
      ...(userMetadata !== undefined && { userMetadata }),
    });
    await this.seating.welcome(user, seatRequestOf(order), { actor: sponsor?.id ?? user.id, visitor });
    await this.emailVerification.sendTo(user, visitor);
    return user;
  }

  /** An administrator may give any role below superadmin; only a superadmin makes another. */
  private rolesOpenTo(sponsor?: User): readonly Role[] {
    if (sponsor?.role === 'superadmin') return ROLES;
    if (sponsor?.role === 'admin') return ROLES.filter((role) => role !== 'superadmin');
    return this.config.roles;
  }
}

function seatRequestOf({ invitation, needsSeat }: SignUp): SeatRequest {
  return {
    ...(invitation !== undefined && { invitation }),
    ...(needsSeat !== undefined && { isRequired: needsSeat }),
  };
}

function ownerIn({ identifier, firstName, lastName }: SignUp): PasswordOwner {
  return {
    [identifier.kind]: identifier.display,
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
  };
}

function emailOf({ identifier }: SignUp): string | undefined {
  return identifier.kind === 'email' ? identifier.display : undefined;
}
