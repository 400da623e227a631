import { Controller, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { EmailNotVerified, EntryService } from '#core/entry';
import { FlowsService } from '#core/flows';
import type { Visitor } from '#core/kernel';
import { NotAMember } from '#core/organizations';
import { RegistrationService } from '#core/registration';
import { InvalidRefreshToken, SessionsService } from '#core/sessions';
import { emailIdentifier } from '#core/users';
import { FromVisitor, HeaderInput, JsonBody, Public } from '#edge';
import { NapGuard } from '../nap.guard.js';
import { documents } from './auth.documentation.js';
import { LogoutHeaders, REFRESH_TOKEN_HEADER, RefreshHeaders, SESSION_TOKEN_HEADER } from './headers.dto.js';
import { toLoginResult, toLogoutResult, toRefreshResult, toSignupResult, toUnverifiedResult } from './mappers.js';
import { HandlersUserLoginData, HandlersUserSignupData } from './requests.dto.js';
import type {
  HandlersLogoutResult,
  HandlersRefreshTokenResult,
  HandlersUserLoginResult,
  HandlersUserSignupResult,
} from './responses.dto.js';
import { SessionFinder } from './session-finder.js';
import { TokensIssuer } from './tokens-issuer.js';

/** What this API asks for beyond a live account, at every log-in and at every refresh. */
const DEMANDS = { verifiedEmail: true, membership: true } as const;

@ApiTags('Auth')
@UseGuards(NapGuard)
@Controller()
export class NapAuthController {
  constructor(
    private readonly entry: EntryService,
    private readonly registration: RegistrationService,
    private readonly sessions: SessionsService,
    private readonly flows: FlowsService,
    private readonly tokens: TokensIssuer,
    private readonly finder: SessionFinder,
  ) {}

  @Post('/api/auth/signup')
  @HttpCode(200)
  @Public()
  @documents.signup()
  async signup(
    @JsonBody() { email, password, firstName, lastName, inviteToken }: HandlersUserSignupData,
    @FromVisitor('nap') visitor: Visitor,
  ): Promise<HandlersUserSignupResult> {
    const invitation = inviteToken === undefined ? {} : { invitation: inviteToken };
    const order = { identifier: emailIdentifier(email), password, firstName, lastName, ...invitation };
    return toSignupResult(await this.registration.signUp(order, visitor));
  }

  /** An address that is not verified is a refusal and a beginning: 403, with the flow to go on with. */
  @Post('/api/auth/login')
  @HttpCode(200)
  @Public()
  @documents.login()
  async login(
    @JsonBody() { email, password, flowReturnTo }: HandlersUserLoginData,
    @FromVisitor('nap') visitor: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HandlersUserLoginResult> {
    const credentials = { identifier: email, accept: 'email', password } as const;
    try {
      const entrance = await this.entry.signIn(credentials, visitor, { demands: DEMANDS, isRefreshable: true });
      return toLoginResult(await this.tokens.issue(entrance));
    } catch (error) {
      if (!(error instanceof EmailNotVerified)) throw error;
      void reply.status(403);
      return toUnverifiedResult(await this.beginFlow(error, flowReturnTo));
    }
  }

  @Post('/api/auth/refresh')
  @HttpCode(200)
  @Public()
  @documents.refresh()
  async refresh(
    @HeaderInput(REFRESH_TOKEN_HEADER) { [REFRESH_TOKEN_HEADER]: refreshToken }: RefreshHeaders,
    @FromVisitor('nap') visitor: Visitor,
  ): Promise<HandlersRefreshTokenResult> {
    const refreshed = await this.entry.refresh(refreshToken, visitor, DEMANDS).catch(proceedToLogin);
    return toRefreshResult(await this.tokens.issue(refreshed));
  }

  @Post('/api/auth/logout')
  @HttpCode(200)
  @Public()
  @documents.logout()
  async logout(
    @HeaderInput(SESSION_TOKEN_HEADER, REFRESH_TOKEN_HEADER) headers: LogoutHeaders,
    @FromVisitor('nap') visitor: Visitor,
  ): Promise<HandlersLogoutResult> {
    await this.sessions.end(await this.finder.mustFind(headers, visitor), 'logout', { visitor });
    return toLogoutResult();
  }

  private async beginFlow({ userId, email }: EmailNotVerified, returnTo: string | undefined): Promise<string> {
    const order = { type: 'login', userId, email, ...(returnTo !== undefined && { returnTo }) } as const;
    return (await this.flows.begin(order)).id;
  }
}

/** A refresh here knows one refusal, 401: whoever may not go on is told the reason at log-in. */
function proceedToLogin(error: unknown): never {
  if (error instanceof EmailNotVerified || error instanceof NotAMember) throw new InvalidRefreshToken(error.code);
  throw error;
}
