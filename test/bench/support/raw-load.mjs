import { connect } from 'node:net';

const ANSWER = Buffer.from('HTTP/1.1 ');
const GOOD = Buffer.from('HTTP/1.1 200');

/**
 * The lightest load there is: the same bytes over and over, on connections that stay open, answers counted and not
 * read. For a generator that shares the cores of what it drives.
 *
 * @param {string} url
 * @param {readonly { path: string, headers: Record<string, string> }[]} questions one for each connection
 * @param {number} seconds
 * @returns {Promise<{ perSecond: number, answers: number, refused: number, generatorMicros: number }>}
 */
export async function hammer(url, questions, seconds) {
  const { hostname, port } = new URL(url);
  const used = process.cpuUsage();
  const startedAt = performance.now();
  const count = { answers: 0, refused: 0 };
  const isOver = () => performance.now() - startedAt > seconds * 1000;
  await Promise.all(
    questions.map(({ path, headers }) => {
      const lines = Object.entries({ host: hostname, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      const request = Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
      return converse(connect(Number(port), hostname), { request, count, isOver });
    }),
  );
  const elapsed = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(used);
  return {
    ...count,
    perSecond: (count.answers - count.refused) / elapsed,
    generatorMicros: (user + system) / count.answers,
  };
}

/**
 * @param {import('node:net').Socket} socket
 * @param {{ request: Buffer, count: { answers: number, refused: number }, isOver: () => boolean }} talk
 */
function converse(socket, { request, count, isOver }) {
  return new Promise((resolve, reject) => {
    socket.setNoDelay(true);
    socket.on('connect', () => socket.write(request));
    socket.on('error', reject);
    socket.on('close', resolve);
    socket.on('data', (/** @type {Buffer} */ chunk) => {
      // An answer in two pieces is counted once, by the piece that it begins with.
      if (!chunk.subarray(0, ANSWER.length).equals(ANSWER)) return;
      count.answers += 1;
      if (!chunk.subarray(0, GOOD.length).equals(GOOD)) count.refused += 1;
      if (isOver()) socket.destroy();
      else socket.write(request);
    });
  });
}
