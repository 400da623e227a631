import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock, epochSeconds } from '#platform/clock';
import { isCanonicalBase64url, signed } from '#platform/crypto';
import { Ids } from '#platform/random';
import { CheckedTokens } from './checked-tokens.js';
import { type AccessTokenClaims, readClaims } from './claims.js';
import { InvalidAccessToken } from './errors.js';
import { SigningKeysService, type UsableKey } from './signing-keys.service.js';
import { type TokensConfig, tokensSection } from './tokens.config.js';

/** RFC 9068 §2.1: what keeps an access token from being taken for any other kind of JWT, and back. */
const TYPE = 'at+jwt';

/** How far the clocks of several processes may be apart. */
const SKEW_SECONDS = 60;

/** What of a session its tokens have to know. */
export interface TokenBearingSession {
  readonly id: string;
  readonly userId: string;
  readonly clientId: string | null;
  readonly expiresAt: Date;
}

export interface AccessTokenOptions {
  /** By default unique to the token. */
  readonly tokenId?: string;
  /** Further claims that the clients of one API read; none of the registered ones. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface IssuedAccessToken {
  readonly token: string;
  readonly expiresAt: Date;
  readonly expiresInSeconds: number;
}

/** Signs access tokens and checks their signatures. Whether a session still lives, the gate knows. */
@Injectable()
export class AccessTokensService {
  private readonly checkedTokens = new CheckedTokens();
  private readonly headers = new Map<string, string>();

  constructor(
    @Inject(tokensSection.token) private readonly config: TokensConfig,
    private readonly jwt: JwtService,
    private readonly keys: SigningKeysService,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** A token for a session: good for as long as configured, and never longer than the session. */
  async issueFor(session: TokenBearingSession, options: AccessTokenOptions = {}): Promise<IssuedAccessToken> {
    const key = await this.keys.current();
    const iat = epochSeconds(this.clock.now());
    const ttl = session.clientId === null ? this.config.accessTtlSeconds : this.config.clientTtlSeconds;
    const exp = Math.min(iat + ttl, epochSeconds(session.expiresAt));
    const registered: AccessTokenClaims = {
      iss: this.config.issuer,
      aud: this.config.audience,
      sub: session.userId,
      sid: session.id,
      jti: options.tokenId ?? this.ids.next(),
      iat,
      exp,
    };
    const claims = options.claims ? { ...options.claims, ...registered } : registered;
    const token = signed(`${this.headerFor(key)}.${base64urlOf(claims)}`, key.privateKey);
    return { token, expiresAt: new Date(exp * 1000), expiresInSeconds: exp - iat };
  }

  /**
   * Signature, kind, issuer, audience and times are right; session and account are not looked at.
   * The algorithm is the key's own, whatever the header claims, and keys named or carried by the
   * header (`jku`, `x5u`, `jwk`) are ignored (RFC 8725 §3.1, §3.10, §3.11). What a signature covers does not
   * change: that of a token seen before is not checked again. Expiry and key are, every time. There is one
   * way to write a token: another that means the same octets is refused.
   *
   * @throws InvalidAccessToken
   */
  async verify(token: string): Promise<AccessTokenClaims> {
    return this.recall(token) ?? this.verifyAnew(token);
  }

  /** The same, at once, of a token whose signature was checked before; undefined where it has to be verified anew. */
  recall(token: string): AccessTokenClaims | undefined {
    const known = this.checkedTokens.find(token);
    if (known && known.claims.exp > epochSeconds(this.clock.now()) && this.keys.verifies(known.keyId)) {
      return known.claims;
    }
    this.checkedTokens.forget(token);
    return undefined;
  }

  /** Encoded, and made once for each key. */
  private headerFor({ id: kid, algorithm: alg }: UsableKey): string {
    const header = this.headers.get(kid) ?? base64urlOf({ alg, typ: TYPE, kid });
    this.headers.set(kid, header);
    return header;
  }

  private async verifyAnew(token: string): Promise<AccessTokenClaims> {
    if (!token.split('.').every(isCanonicalBase64url)) throw new InvalidAccessToken('not a JWT');
    const header = this.headerOf(token);
    if (header.typ !== TYPE) throw new InvalidAccessToken('not an access token');
    if (header.crit !== undefined) throw new InvalidAccessToken('critical header extension');
    const key = typeof header.kid === 'string' ? await this.keys.find(header.kid) : undefined;
    if (!key) throw new InvalidAccessToken('unknown or retired key');
    const now = epochSeconds(this.clock.now());
    const claims = readClaims(
      this.checked(token, {
        // Nest types it narrower than jsonwebtoken takes it; as text it would be parsed at every check.
        publicKey: key.publicKey as unknown as Buffer,
        algorithms: [key.algorithm],
        issuer: this.config.issuer,
        audience: this.config.audience,
        clockTimestamp: now,
      }),
    );
    if (claims.iat > now + SKEW_SECONDS) throw new InvalidAccessToken('issued in the future');
    this.checkedTokens.remember(token, { keyId: key.id, claims });
    return claims;
  }

  private headerOf(token: string): Readonly<Record<string, unknown>> {
    const decoded = this.decoded(token);
    if (decoded instanceof Object && 'header' in decoded && decoded.header instanceof Object) {
      return Object.fromEntries(Object.entries(decoded.header));
    }
    throw new InvalidAccessToken('not a JWT');
  }

  /** The library throws, instead of saying no, where a payload that calls itself JSON is none. */
  private decoded(token: string): unknown {
    try {
      return this.jwt.decode(token, { complete: true });
    } catch (cause) {
      throw new InvalidAccessToken('not a JWT', { cause });
    }
  }

  private checked(token: string, options: Parameters<JwtService['verify']>[1]): object {
    try {
      return this.jwt.verify<object>(token, options);
    } catch (cause) {
      throw new InvalidAccessToken(cause instanceof Error ? cause.message : 'not verifiable', { cause });
    }
  }
}

function base64urlOf(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
