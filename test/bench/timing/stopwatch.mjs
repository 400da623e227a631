import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/**
 * @typedef {{ method: 'GET' | 'POST', path: string, headers?: Record<string, string>, body?: object }} Question
 * @typedef {{ milliseconds: number, words: string }} Timed
 */

/** Asks, and tells how long the answer took and what it was: status, body, and the headers that are not the moment's. @param {string} url @param {Question} question @returns {Promise<Timed>} */
export function timed(url, { method, path, headers = {}, body }) {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const all = { ...headers, ...(payload !== undefined && { 'content-type': 'application/json' }) };
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const outgoing = request(url + path, { method, headers: all, agent }, (incoming) => {
      const chunks = /** @type {Buffer[]} */ ([]);
      incoming.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const milliseconds = performance.now() - startedAt;
        resolve({ milliseconds, words: wordsOf(incoming, Buffer.concat(chunks).toString()) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}

export function closeConnections() {
  agent.destroy();
}

/** Headers by name and value, but for the id and moment of the request and what is left of its allowance. @param {import('node:http').IncomingMessage} incoming @param {string} body */
function wordsOf({ statusCode, headers }, body) {
  const kept = Object.entries(headers).filter(([name]) => !/^(date|x-request-id|ratelimit)$/.test(name));
  return JSON.stringify([statusCode, kept, body.replaceAll(String(headers['x-request-id']), '')]);
}
