import { Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AccountService } from '#core/account';
import { EntryService, type Principal } from '#core/entry';
import type { Visitor } from '#core/kernel';
import { RecoveryService } from '#core/recovery';
import { RegistrationService } from '#core/registration';
import { SessionsService } from '#core/sessions';
import { emailIdentifier } from '#core/users';
import { Accepting, Bearer, Bearing, FromVisitor, JsonBody, Public } from '#edge';
import { documents } from './auth.documentation.js';
import type { AuthLogin200Response, AuthLogout200Response, AuthSignup200Response } from './envelope.dto.js';
import { LOGGED_OUT, MAIL_MAY_BE_SENT, toSimpleResponse, toUserResponse } from './mappers.js';
import {
  AuthLoginRequest,
  AuthRecoverRequest,
  AuthRefreshTokenRequest,
  AuthSignupRequest,
  AuthUpdateUserRequest,
} from './requests.dto.js';
import { SessionResponses } from './session-responses.js';

@ApiTags('Authentication')
@Controller()
export class CadenzaAuthController {
  constructor(
    private readonly entry: EntryService,
    private readonly registration: RegistrationService,
    private readonly account: AccountService,
    private readonly recovery: RecoveryService,
    private readonly sessions: SessionsService,
    private readonly responses: SessionResponses,
  ) {}

  @Get('/api/v3/auth/user')
  @Bearing()
  @documents.getUser()
  getUser(@Bearer() { user }: Principal): AuthSignup200Response {
    return toUserResponse(user);
  }

  @Put('/api/v3/auth/user')
  @Bearing()
  @documents.updateUser()
  async updateUser(
    @Bearer() { user, session }: Principal,
    @JsonBody() { email, ...change }: AuthUpdateUserRequest,
    @FromVisitor('cadenza') visitor: Visitor,
  ): Promise<AuthSignup200Response> {
    const identifier = email === undefined ? {} : { email: emailIdentifier(email) };
    const owner = { userId: user.id, sessionId: session.id, visitor };
    return toUserResponse(await this.account.change(owner, { ...change, ...identifier }));
  }

  @Post('/api/v3/auth/signup')
  @HttpCode(200)
  @Public()
  @documents.signup()
  async signup(
    @JsonBody() { email, password, metadata }: AuthSignupRequest,
    @FromVisitor('cadenza') visitor: Visitor,
  ): Promise<AuthSignup200Response> {
    const order = { identifier: emailIdentifier(email), password, ...(metadata && { userMetadata: metadata }) };
    return toUserResponse(await this.registration.signUp(order, visitor));
  }

  @Post('/api/v3/auth/login')
  @HttpCode(200)
  @Accepting('password')
  @documents.login()
  async login(
    @JsonBody() { email, password }: AuthLoginRequest,
    @FromVisitor('cadenza') visitor: Visitor,
  ): Promise<AuthLogin200Response> {
    const credentials = { identifier: email, accept: 'email', password } as const;
    return this.responses.issue(await this.entry.signIn(credentials, visitor, { isRefreshable: true }));
  }

  @Post('/api/v3/auth/logout')
  @HttpCode(200)
  @Bearing()
  @documents.logout()
  async logout(
    @Bearer() { session }: Principal,
    @FromVisitor('cadenza') visitor: Visitor,
  ): Promise<AuthLogout200Response> {
    await this.sessions.end(session.id, 'logout', { visitor });
    return toSimpleResponse(LOGGED_OUT);
  }

  @Post('/api/v3/auth/recover')
  @HttpCode(200)
  @Public()
  @documents.recover()
  async recover(
    @JsonBody() { email }: AuthRecoverRequest,
    @FromVisitor('cadenza') visitor: Visitor,
  ): Promise<AuthLogout200Response> {
    await this.recovery.request(email, visitor);
    return toSimpleResponse(MAIL_MAY_BE_SENT);
  }

  @Post('/api/v3/auth/token/refresh')
  @HttpCode(200)
  @Accepting('refresh_token')
  @documents.refreshToken()
  async refreshToken(
    @JsonBody() { refreshToken }: AuthRefreshTokenRequest,
    @FromVisitor('cadenza') visitor: Visitor,
  ): Promise<AuthLogin200Response> {
    return this.responses.issue(await this.entry.refresh(refreshToken, visitor));
  }
}
