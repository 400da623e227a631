import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Demands, EmailNotVerified, EntryService, OrganizationChoiceService } from '#core/entry';
import { FlowsService } from '#core/flows';
import type { CoreError, Visitor } from '#core/kernel';
import { NotAMember, OrganizationChoiceRequired } from '#core/organizations';
import { RegistrationService } from '#core/registration';
import { InvalidRefreshToken, SessionsService } from '#core/sessions';
import { emailIdentifier } from '#core/users';
import { Accepting, FromVisitor, HeaderInput, JsonBody } from '#edge';
import { ForKnownClients } from '../nap.guard.js';
import { documents } from './auth.documentation.js';
import { LogoutHeaders, REFRESH_TOKEN_HEADER, RefreshHeaders, SESSION_TOKEN_HEADER } from './headers.dto.js';
import {
  toChoiceResult,
  toLoginResult,
  toLogoutResult,
  toRefreshResult,
  toSignupResult,
  toUnverifiedResult,
} from './mappers.js';
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
const DEMANDS: Demands = { verifiedEmail: true, membership: true };

@ApiTags('Auth')
@ForKnownClients()
@Controller()
export class NapAuthController {
  constructor(
    private readonly entry: EntryService,
    private readonly registration: RegistrationService,
    private readonly sessions: SessionsService,
    private readonly flows: FlowsService,
    private readonly choice: OrganizationChoiceService,
    private readonly tokens: TokensIssuer,
    private readonly finder: SessionFinder,
  ) {}

  @Post('/api/auth/signup')
  @HttpCode(200)
  @Accepting('invitation')
  @documents.signup()
  async signup(
    @JsonBody() { email, password, firstName, lastName, inviteToken }: HandlersUserSignupData,
    @FromVisitor('nap') visitor: Visitor,
  ): Promise<HandlersUserSignupResult> {
    const invitation = inviteToken === undefined ? {} : { invitation: inviteToken };
    const order = { identifier: emailIdentifier(email), password, firstName, lastName, ...invitation, needsSeat: true };
    return toSignupResult(await this.registration.signUp(order, visitor));
  }

  /**
   * An address that is not verified is a refusal and a beginning: 403, with the flow to go on with. Several
   * organizations are a beginning as well: 200, without tokens but with the flow in which one is chosen.
   */
  @Post('/api/auth/login')
  @HttpCode(200)
  @Accepting('password')
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
      if (error instanceof OrganizationChoiceRequired)
        return toChoiceResult(await this.choice.begin(error, flowReturnTo));
      if (!(error instanceof EmailNotVerified)) throw error;
      void reply.status(403);
      return toUnverifiedResult(await this.beginFlow(error, flowReturnTo));
    }
  }

  @Post('/api/auth/refresh')
  @HttpCode(200)
  @Accepting('refresh_token')
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
  @Accepting('session_token', 'refresh_token')
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

const REFUSALS_AT_REFRESH = [EmailNotVerified, NotAMember, OrganizationChoiceRequired];

/** A refresh here knows one refusal, 401: whoever may not go on is told the reason at log-in. */
function proceedToLogin(error: unknown): never {
  const isKnown = REFUSALS_AT_REFRESH.some((refusal) => error instanceof refusal);
  throw isKnown ? new InvalidRefreshToken((error as CoreError).code) : error;
}
