import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** Below those that systems hand out to whoever asks for any port: nobody comes by one of these by chance. */
const RANGE = { first: 20_000, end: 32_000 };

/**
 * A port of the loopback address for a server that is started, and started again, as another process. Nobody else is
 * given it here, in whichever process, for as long as this one lives: the UDP port of the same number is held as a sign.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(RANGE.first, RANGE.end);
    if ((await isReserved(port)) && (await isFree(port))) return port;
  }
}

/** @param {number} port */
async function isReserved(port) {
  const sign = createSocket('udp4').unref();
  sign.bind({ port, address: HOST });
  return once(sign, 'listening').then(
    () => true,
    () => false,
  );
}

/** @param {number} port */
async function isFree(port) {
  const server = createServer().listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
