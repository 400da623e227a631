import type { OutgoingHttpHeaders } from 'node:http';

/** What a request said under some name, in whatever part of it. */
export type Said = readonly [name: string, value: string];

interface Request {
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** Fields, headers and parameters whose value is nobody else's business. */
const SECRET_NAME = /pass(?!port)|secret|token|authorization|api-?key/i;
const NAME_OF_SOMEBODY = /mail|name|identifier/i;

/** Credentials that travel in the path: kleister's access tokens, and the flows of nap. */
const IN_PATH = /\/auth\/(?:verify|flow)\/([^/?]+)/;

export const isSecret = ([name]: Said): boolean => SECRET_NAME.test(name);
export const isPassword = ([name]: Said): boolean => /pass/i.test(name);
export const isName = ([name]: Said): boolean => NAME_OF_SOMEBODY.test(name);

/** Everything that a request says, by name, on all levels of its body. */
export function saidBy({ path, headers = {}, body = '' }: Request): Said[] {
  const [pathname = '', query = ''] = path.split('?');
  const [, inPath] = IN_PATH.exec(pathname) ?? [];
  return [
    ...(inPath === undefined ? [] : [['token', decoded(inPath)] as const]),
    ...new URLSearchParams(query),
    ...Object.entries(headers).flatMap(([name, value]) => inHeader(name, String(value))),
    ...inBody(body),
  ];
}

function inHeader(name: string, value: string): Said[] {
  const [, scheme = '', credentials = ''] = /^(basic|bearer) +(\S+)$/i.exec(value) ?? [];
  if (scheme === '') return [[name, value]];
  if (scheme.toLowerCase() === 'bearer') return [['token', credentials]];
  const [, password = ''] = /:(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? [];
  return [
    ['token', credentials],
    ['password', password],
  ];
}

function inBody(body: string): Said[] {
  if (!/^\s*[[{]/.test(body)) return /^[\w-]+=/.test(body) ? [...new URLSearchParams(body)] : [];
  const said: Said[] = [];
  try {
    JSON.parse(body, (name, value: unknown) => {
      if (typeof value === 'string') said.push([name, value]);
      return value;
    });
  } catch {
    // What is no JSON has no names.
  }
  return said;
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}
