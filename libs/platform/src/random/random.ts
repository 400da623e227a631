import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** The only source of unpredictable bytes; cryptographically secure. */
@Injectable()
export class Random {
  bytes(count: number): Buffer {
    return randomBytes(count);
  }

  /** An unguessable value for a token or secret: `byteCount` random bytes as unpadded base64url. */
  token(byteCount = 32): string {
    return this.bytes(byteCount).toString('base64url');
  }
}
