/** One computation of a password hash. Salts and results are base64 without meaning to the pool. */
export type HashTask =
  | { readonly kind: 'bcrypt-hash'; readonly password: string; readonly cost: number }
  | { readonly kind: 'bcrypt-verify'; readonly password: string; readonly hash: string }
  | {
      readonly kind: 'argon2-hash';
      readonly password: string;
      readonly memoryKib: number;
      readonly iterations: number;
      readonly parallelism: number;
    }
  | { readonly kind: 'argon2-verify'; readonly password: string; readonly hash: string }
  | {
      readonly kind: 'scrypt';
      readonly password: string;
      readonly salt: string;
      readonly cost: number;
      readonly blockSize: number;
      readonly parallelism: number;
      readonly keyLength: number;
    }
  | {
      readonly kind: 'pbkdf2';
      readonly password: string;
      readonly salt: string;
      readonly iterations: number;
      readonly keyLength: number;
      readonly digest: 'sha1' | 'sha256' | 'sha512';
    };

/** What a task yields: a hash for those that make one, a verdict for those that verify. */
export type HashResult<T extends HashTask> = T['kind'] extends `${string}-verify` ? boolean : string;

/** Asks a thread for no hash but to end, once it has computed what it was given before. */
export interface EndOfWork {
  readonly kind: 'end';
}
