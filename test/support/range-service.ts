import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service that knows breached passwords by ranges of their SHA-1, on a free port of the loopback address. */
export interface RangeService {
  readonly url: string;
  /** What it was asked, whole: nothing else of a password has left the house. */
  readonly requests: { readonly path: string; readonly padding: string | undefined }[];
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** @param misbehave answers in its place */
export async function startRangeService(breached: readonly string[], misbehave?: Handler): Promise<RangeService> {
  const digests = breached.map(sha1);
  const requests: RangeService['requests'] = [];
  const answer: Handler = (request, response) => {
    const prefix = request.url?.split('/').at(-1) ?? '';
    const found = digests.filter((digest) => digest.startsWith(prefix)).map((digest) => `${digest.slice(5)}:17`);
    response.end([`${'0'.repeat(35)}:3`, ...found, `${'F'.repeat(35)}:0`].join('\r\n'));
  };
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', padding: request.headers['add-padding']?.toString() });
    (misbehave ?? answer)(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex').toUpperCase();
}
