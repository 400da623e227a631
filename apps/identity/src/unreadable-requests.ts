import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { v4 } from 'uuid';
import { type Answer, BadRequest } from '#edge';
import { COMMON_SECURITY_HEADERS } from './http/security-headers.js';

/** Finds the answer to what is refused before routing, which no filter gets to see. */
export type AnswerTo = (error: Error, request: Pick<FastifyRequest, 'id' | 'method' | 'url'>) => Answer;

const COMMON_HEADERS = { 'content-type': 'application/json; charset=utf-8', ...COMMON_SECURITY_HEADERS };

/** What Node says of bytes that are no request, and the last of them as far as it kept them. */
interface ClientError extends Error {
  readonly code?: string;
  /** A buffer at run time, whatever the adapter's types say. */
  readonly rawPacket?: unknown;
}

/**
 * Answers bytes that never became a request in the words of the API they were meant for, as far as
 * their first line can still be read, and closes the connection.
 */
export function refuseOnSocket(answerTo: AnswerTo): (error: ClientError, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const id = v4();
    const packet = Buffer.isBuffer(error.rawPacket) ? error.rawPacket.toString('latin1') : '';
    const [, method = 'GET', url = '/'] = /^([A-Z]+) (\S+) HTTP\//.exec(packet) ?? [];
    const { status, headers, body } = answerTo(error, { id, method, url });
    socket.end(toHttp(status, { ...headers, 'x-request-id': id }, body));
  };
}

/** Answers a request whose `Expect` asks for anything but 100-continue (RFC 9110 §10.1.1). */
export function refuseExpectation(answerTo: AnswerTo): (request: IncomingMessage, response: ServerResponse) => void {
  return ({ method = 'GET', url = '/' }, response) => {
    const id = v4();
    const { status, headers, body } = answerTo(new BadRequest(417), { id, method, url });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { ...COMMON_HEADERS, ...headers, 'x-request-id': id }).end(text);
  };
}

function toHttp(status: number, headers: Answer['headers'], body: Answer['body']): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const lines = Object.entries({
    ...COMMON_HEADERS,
    ...headers,
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`;
}
