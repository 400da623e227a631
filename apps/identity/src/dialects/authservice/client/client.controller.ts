import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { AccountService } from '#core/account';
import { InvalidClient } from '#core/clients';
import { EntryService, InvalidCredentials } from '#core/entry';
import type { Visitor } from '#core/kernel';
import { RegistrationService } from '#core/registration';
import { AccessTokensService } from '#core/tokens';
import { type User, usernameIdentifier } from '#core/users';
import { Accepting, FromVisitor, HeaderInput } from '#edge';
import { documents } from './client.documentation.js';
import { FaultsAs } from './faults-as.interceptor.js';
import { ClientHeaders, PasswordHeaders, RegisterHeaders } from './headers.dto.js';
import { toClientResponse, toRegeneratedResponse, toRegisteredResponse, toTokenResponse } from './mappers.js';
import type {
  ClientGet200Response,
  LoginClientPost200Response,
  RegenerateClientCredentialsPost200Response,
  RegisterPost201Response,
} from './responses.dto.js';
import { Sponsor } from './sponsor.js';

@Controller()
export class AuthserviceClientController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly entry: EntryService,
    private readonly account: AccountService,
    private readonly tokens: AccessTokensService,
  ) {}

  @Post('/auth/register')
  @HttpCode(201)
  @Accepting('access_token')
  @documents.register()
  async register(
    @HeaderInput('username', 'password', 'role') { username, password, role = 'user' }: RegisterHeaders,
    @FromVisitor('authservice') visitor: Visitor,
    @Sponsor() sponsor?: User,
  ): Promise<RegisterPost201Response> {
    const order = { identifier: usernameIdentifier(username), password, role };
    return toRegisteredResponse(await this.registration.signUpClient(order, visitor, sponsor));
  }

  @Post('/auth/login/client')
  @HttpCode(200)
  @Accepting('client_secret')
  @FaultsAs(InvalidClient)
  @documents.loginClient()
  async loginClient(
    @HeaderInput('clientId', 'clientSecret') { clientId, clientSecret }: ClientHeaders,
    @FromVisitor('authservice') visitor: Visitor,
  ): Promise<LoginClientPost200Response> {
    const { user, session } = await this.entry.signInClient({ clientId, clientSecret }, visitor);
    return toTokenResponse(await this.tokens.issueFor(session, { claims: { userId: user.id, role: user.role } }));
  }

  @Get('/auth/client')
  @Accepting('password')
  @FaultsAs(InvalidCredentials)
  @documents.client()
  async client(
    @HeaderInput('username', 'password') { username, password }: PasswordHeaders,
    @FromVisitor('authservice') visitor: Visitor,
  ): Promise<ClientGet200Response> {
    const { id } = await this.entry.prove({ identifier: username, accept: 'any', password }, visitor);
    return toClientResponse(await this.account.credentialsOf(id));
  }

  @Post('/auth/regenerate-client-credentials')
  @HttpCode(200)
  @Accepting('password')
  @FaultsAs(InvalidCredentials)
  @documents.regenerateClientCredentials()
  async regenerateClientCredentials(
    @HeaderInput('username', 'password') { username, password }: PasswordHeaders,
    @FromVisitor('authservice') visitor: Visitor,
  ): Promise<RegenerateClientCredentialsPost200Response> {
    const { id } = await this.entry.prove({ identifier: username, accept: 'any', password }, visitor);
    return toRegeneratedResponse(await this.account.regenerateClient(id, visitor));
  }
}
