import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { EntryService, type Principal } from '#core/entry';
import type { Visitor } from '#core/kernel';
import { RegistrationService } from '#core/registration';
import type { OpenedSession } from '#core/sessions';
import { AccessTokensService } from '#core/tokens';
import { emailIdentifier } from '#core/users';
import { Accepting, Bearer, Bearing, FromVisitor, JsonBody, Public, QueryInput } from '#edge';
import { documents } from './authentication.documentation.js';
import { toAccountSchema, toAuthorizationSchema, toUserInfoSchema } from './mappers.js';
import { LoginSchema, RefreshQuery } from './requests.dto.js';
import type {
  AppModulesAuthenticationSchemaAccountSchema,
  AuthorizationSchema,
  UserInfoSchema,
} from './responses.dto.js';

@ApiTags('Authentication')
@Controller()
export class GravscaleAuthenticationController {
  constructor(
    private readonly entry: EntryService,
    private readonly registration: RegistrationService,
    private readonly tokens: AccessTokensService,
  ) {}

  @Post('/dev/public-api/api/auth/sign-up')
  @HttpCode(201)
  @Public()
  @documents.signUp()
  async signUp(
    @JsonBody() { email, password }: LoginSchema,
    @FromVisitor('gravscale') visitor: Visitor,
  ): Promise<AppModulesAuthenticationSchemaAccountSchema> {
    return toAccountSchema(await this.registration.signUp({ identifier: emailIdentifier(email), password }, visitor));
  }

  @Post('/dev/public-api/api/auth/sign-in')
  @HttpCode(200)
  @Accepting('password')
  @documents.signIn()
  async signIn(
    @JsonBody() { email, password }: LoginSchema,
    @FromVisitor('gravscale') visitor: Visitor,
  ): Promise<AuthorizationSchema> {
    const credentials = { identifier: email, accept: 'email', password } as const;
    return this.authorize(await this.entry.signIn(credentials, visitor, { isRefreshable: true }));
  }

  @Post('/dev/public-api/api/auth/refresh')
  @HttpCode(200)
  @Accepting('refresh_token')
  @documents.refreshToken()
  async refreshToken(
    @QueryInput() { refresh_token }: RefreshQuery,
    @FromVisitor('gravscale') visitor: Visitor,
  ): Promise<AuthorizationSchema> {
    return this.authorize(await this.entry.refresh(refresh_token, visitor));
  }

  @Get('/dev/public-api/api/auth/info')
  @Bearing()
  @documents.info()
  info(@Bearer() { user }: Principal): UserInfoSchema {
    return toUserInfoSchema(user);
  }

  private async authorize({ session, refreshToken }: OpenedSession): Promise<AuthorizationSchema> {
    return toAuthorizationSchema(await this.tokens.issueFor(session), refreshToken ?? '');
  }
}
