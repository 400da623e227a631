import { equalInConstantTime, type HashPool, type OnBehalf } from '#platform/crypto';
import type { PasswordScheme } from './password-scheme.js';

const MEMORY_CEILING_BYTES = 256 * 1024 * 1024;
/** As much work as eight lanes of the most memory are; without so much, more lanes may be. */
const WORK_CEILING_BYTES = 8 * MEMORY_CEILING_BYTES;

const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]{22,86})$/;

/** scrypt in its PHC form: `$scrypt$ln=…,r=…,p=…$salt$hash`, unpadded base64 (RFC 7914). */
export class Scrypt implements PasswordScheme {
  constructor(private readonly pool: HashPool) {}

  owns(stored: string): boolean {
    return stored.startsWith('$scrypt$');
  }

  async verify(password: string, stored: string, behalf?: OnBehalf): Promise<boolean> {
    const [, logCost, blockSizeText, parallelismText, salt, hash] = FORM.exec(stored) ?? [];
    if (salt === undefined || hash === undefined) return false;
    const [cost, blockSize, parallelism] = [2 ** Number(logCost), Number(blockSizeText), Number(parallelismText)];
    const memoryBytes = 128 * cost * blockSize;
    if (memoryBytes > MEMORY_CEILING_BYTES || memoryBytes * parallelism > WORK_CEILING_BYTES) return false;
    const keyLength = Buffer.from(hash, 'base64').length;
    const computed = await this.pool.run(
      { kind: 'scrypt', password, salt, cost, blockSize, parallelism, keyLength },
      behalf,
    );
    return equalInConstantTime(computed.replace(/=+$/, ''), hash);
  }
}
