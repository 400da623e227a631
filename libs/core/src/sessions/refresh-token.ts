import { Injectable } from '@nestjs/common';
import { equalBytes, KeyRing } from '#platform/crypto';
import { Random } from '#platform/random';

const SESSION_BYTES = 16;
const SECRET_BYTES = 32;
const TAG_BYTES = 16;
const LENGTH = SESSION_BYTES + SECRET_BYTES + TAG_BYTES;
const SALT_BYTES = 16;

const KEY = { tag: 'refresh-token/tag', digest: 'refresh-token/digest', successor: 'refresh-token/successor' };

/** A text that was shown as a refresh token. */
export interface ShownRefreshToken {
  readonly text: string;
  /** The session that it was made for, whatever has become of it; undefined where we never made it. */
  readonly sessionId: string | undefined;
}

/** A refresh token together with what the session keeps of it. */
export interface MintedRefreshToken {
  readonly token: string;
  readonly digest: string;
}

/**
 * The shape of refresh tokens: the session's id, 256 secret bits, and a tag under a key of the
 * server, as base64url. The tag tells a token that we once made from one that we never did, without
 * a look-up: only the former, when it is neither the current nor the last, is reuse that ends the
 * session, so a garbled or made-up token harms nobody.
 */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly keys: KeyRing,
    private readonly random: Random,
  ) {}

  first(sessionId: string): MintedRefreshToken {
    return this.mint(sessionId, this.random.bytes(SECRET_BYTES));
  }

  newSalt(): string {
    return this.random.bytes(SALT_BYTES).toString('base64url');
  }

  /**
   * The token that follows `spent`. The same for the same salt, so that it can be given once more to
   * a client that lost the answer, although it is stored nowhere; without the spent token and the
   * server's key nobody can make it.
   */
  successor(sessionId: string, spent: string, salt: string): MintedRefreshToken {
    return this.mint(sessionId, this.keys.mac(KEY.successor, `${salt}.${spent}`));
  }

  read(text: string): ShownRefreshToken {
    return { text, sessionId: this.sessionOf(text) };
  }

  digest(token: string): string {
    return this.keys.digest(KEY.digest, token);
  }

  private mint(sessionId: string, secret: Buffer): MintedRefreshToken {
    const body = Buffer.concat([Buffer.from(sessionId.replaceAll('-', ''), 'hex'), secret]);
    const token = Buffer.concat([body, this.tagOf(body)]).toString('base64url');
    return { token, digest: this.digest(token) };
  }

  private sessionOf(token: string): string | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== LENGTH || bytes.toString('base64url') !== token) return undefined;
    const body = bytes.subarray(0, LENGTH - TAG_BYTES);
    const isOurs = equalBytes(bytes.subarray(LENGTH - TAG_BYTES), this.tagOf(body));
    return isOurs ? formatId(body.toString('hex', 0, SESSION_BYTES)) : undefined;
  }

  private tagOf(body: Buffer): Buffer {
    return this.keys.mac(KEY.tag, body).subarray(0, TAG_BYTES);
  }
}

function formatId(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
