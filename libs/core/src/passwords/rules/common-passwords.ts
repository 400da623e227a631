import { dictionary } from '@zxcvbn-ts/language-common';

/** The form in which passwords are compared with those that many people have: without regard to case. */
export function folded(password: string): string {
  return password.normalize('NFKC').toLowerCase();
}

let common: ReadonlySet<string> | undefined;

/** Made when the first password is looked for: whoever chooses none need not wait for it. */
function commonPasswords(): ReadonlySet<string> {
  common ??= new Set(dictionary['passwords-common'].map(folded));
  return common;
}

/** Whether many people have that very password, in whatever case: one of some 49,000 met most often in breaches. */
export function isCommonPassword(password: string): boolean {
  return commonPasswords().has(folded(password));
}
