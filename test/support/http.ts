import { request, type OutgoingHttpHeaders } from 'node:http';

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
}

/** One request over a real connection, nothing added to it and nothing interpreted but JSON. */
export function send<T = unknown>(
  base: string,
  method: string,
  path: string,
  sending: Sending = {},
): Promise<Reply<T>> {
  const payload = sending.json === undefined ? sending.raw : JSON.stringify(sending.json);
  const headers: OutgoingHttpHeaders = {
    ...(sending.json !== undefined && { 'content-type': 'application/json' }),
    ...(payload !== undefined && { 'content-length': Buffer.byteLength(payload) }),
    ...sending.headers,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(`${base}${path}`, { method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = (incoming.headers['content-type'] ?? '').includes('json');
        const body = (isJson ? JSON.parse(text) : text) as T;
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}
