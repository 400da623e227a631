import { mustConform, publishedBy } from './conformance.js';
import { exchange, type Reply, type Sending } from './exchange.js';

export type { Reply, Sending } from './exchange.js';

/**
 * One request over a real connection, as {@link exchange} makes it. An answer that the documents of
 * the service do not foresee fails whoever receives it.
 *
 * @throws UndocumentedAnswer
 */
export async function send<T = unknown>(
  base: string,
  method: string,
  path: string,
  sending: Sending = {},
): Promise<Reply<T>> {
  const url = new URL(`${base}${path}`);
  const document = await (await publishedBy(url.origin)).covering(url.pathname);
  const reply = await exchange(url, method, sending);
  mustConform(document, { method, path: url.pathname, reply });
  return reply as Reply<T>;
}
