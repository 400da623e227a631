import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';

const DRAWN_AT_ONCE = 4096;
const LARGE = 256;

/** The only source of unpredictable bytes; cryptographically secure. */
@Injectable()
export class Random {
  private drawn = Buffer.alloc(0);
  private used = 0;

  /** Small amounts are drawn from the system many at once, since each asking costs the same; none is given twice. */
  bytes(count: number): Buffer {
    if (count > LARGE) return randomBytes(count);
    if (this.used + count > this.drawn.length) {
      this.drawn = randomBytes(DRAWN_AT_ONCE);
      this.used = 0;
    }
    const part = this.drawn.subarray(this.used, this.used + count);
    this.used += count;
    const given = Buffer.from(part);
    part.fill(0);
    return given;
  }

  /** An unguessable value for a token or secret: `byteCount` random bytes as unpadded base64url. */
  token(byteCount = 32): string {
    return this.bytes(byteCount).toString('base64url');
  }
}
