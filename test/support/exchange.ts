import { type Agent, request, type OutgoingHttpHeaders } from 'node:http';
import { witness } from './secrecy/witness.js';

export interface Reply<T = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed where it is JSON, else the text. */
  readonly body: T;
}

export interface Sending {
  /** A list sends the header once for each value. Values go out as Latin-1. */
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as JSON with its content type. */
  readonly json?: unknown;
  /** Sent as it is, with whatever content type `headers` name. */
  readonly raw?: string | Buffer;
  /** Whose connections to use; by default one of its own. */
  readonly agent?: Agent;
}

/** One request, nothing added to it and nothing interpreted but JSON. What was said on both sides is witnessed. */
export async function exchange(url: string | URL, method: string, sending: Sending = {}): Promise<Reply> {
  const payload = sending.json === undefined ? sending.raw : JSON.stringify(sending.json);
  const reply = await answerTo(url, method, { ...sending, ...(payload !== undefined && { raw: payload }) });
  const { pathname, search } = new URL(url);
  const said = { method, path: pathname + search, ...(sending.headers && { headers: sending.headers }) };
  witness.exchanged({ ...said, ...(payload !== undefined && { body: payload.toString() }), reply });
  return reply;
}

function answerTo(url: string | URL, method: string, sending: Sending): Promise<Reply> {
  const payload = sending.raw;
  const headers: OutgoingHttpHeaders = {
    ...(sending.json !== undefined && { 'content-type': 'application/json' }),
    ...(payload !== undefined && { 'content-length': Buffer.byteLength(payload) }),
    ...sending.headers,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: sending.agent ?? false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        try {
          const body = parsed(Buffer.concat(chunks).toString(), incoming.headers['content-type']);
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body });
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}

function parsed(text: string, contentType = ''): unknown {
  return contentType.includes('json') && text !== '' ? JSON.parse(text) : text;
}
