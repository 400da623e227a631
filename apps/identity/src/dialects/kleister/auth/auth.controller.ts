import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Entrance, EntryService, type Principal } from '#core/entry';
import type { Visitor } from '#core/kernel';
import { AccessTokensService } from '#core/tokens';
import { Accepting, Bearer, Bearing, FromVisitor, JsonBody } from '#edge';
import { documents } from './auth.documentation.js';
import { AuthLogin, type AuthToken, type AuthVerify } from './auth.dto.js';
import { pathToken, type Shown, ShownCredential } from './credentials.js';
import { toAuthToken, toAuthVerify } from './mappers.js';

@ApiTags('auth')
@Controller()
export class KleisterAuthController {
  constructor(
    private readonly entry: EntryService,
    private readonly tokens: AccessTokensService,
  ) {}

  @Post('/api/v1/auth/login')
  @HttpCode(200)
  @Accepting('password')
  @documents.login()
  async login(@JsonBody() login: AuthLogin, @FromVisitor('kleister') visitor: Visitor): Promise<AuthToken> {
    const { session } = await this.signIn(login, visitor);
    return toAuthToken(await this.tokens.issueFor(session));
  }

  @Get('/api/v1/auth/refresh')
  @Accepting('access_token', 'password')
  @documents.refresh()
  async refresh(@ShownCredential() shown: Shown, @FromVisitor('kleister') visitor: Visitor): Promise<AuthToken> {
    const { session } =
      'token' in shown ? await this.entry.renew(shown.token, visitor) : await this.signIn(shown.login, visitor);
    return toAuthToken(await this.tokens.issueFor(session));
  }

  @Get('/api/v1/auth/verify/:token')
  @Bearing(pathToken)
  @documents.verify()
  verify(@Bearer() { user }: Principal): AuthVerify {
    return toAuthVerify(user);
  }

  /** There is no refresh token in this API: the token in hand is what is refreshed. */
  private signIn({ username, password }: AuthLogin, visitor: Visitor): Promise<Entrance> {
    const credentials = { identifier: username, accept: 'any', password } as const;
    return this.entry.signIn(credentials, visitor, { isRefreshable: false });
  }
}
