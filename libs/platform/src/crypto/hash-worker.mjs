/**
 * A thread that computes password hashes, and nothing else. Plain JavaScript, because a worker is
 * started from the file as it lies on disk, in the build and under the test runner alike.
 */
import { pbkdf2Sync, scryptSync } from 'node:crypto';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync as argon2Hash, verifySync as argon2Verify } from '@node-rs/argon2';
import bcrypt from 'bcrypt';

/** @typedef {import('./hash-task.js').HashTask} HashTask */
/** @typedef {import('./hash-task.js').EndOfWork} EndOfWork */

const NICENESS = 5;

/** @param {HashTask} task @returns {string | boolean} */
function compute(task) {
  switch (task.kind) {
    case 'bcrypt-hash':
      return bcrypt.hashSync(task.password, task.cost);
    case 'bcrypt-verify':
      return bcrypt.compareSync(task.password, task.hash);
    case 'argon2-hash':
      return argon2Hash(task.password, {
        memoryCost: task.memoryKib,
        timeCost: task.iterations,
        parallelism: task.parallelism,
      });
    case 'argon2-verify':
      return argon2Verify(task.hash, task.password);
    case 'scrypt':
      return scryptSync(task.password, Buffer.from(task.salt, 'base64'), task.keyLength, {
        N: task.cost,
        r: task.blockSize,
        p: task.parallelism,
        maxmem: 256 * task.blockSize * (task.cost + task.parallelism),
      }).toString('base64');
    case 'pbkdf2':
      return pbkdf2Sync(
        task.password,
        Buffer.from(task.salt, 'base64'),
        task.iterations,
        task.keyLength,
        task.digest,
      ).toString('base64');
  }
}

// On Linux a niceness belongs to the thread that asks for it: hashing then yields to the thread that
// answers requests. Elsewhere it would slow the whole process, so it is left alone.
if (process.platform === 'linux') setPriority(NICENESS);

/** @param {HashTask} task */
function answer(task) {
  try {
    parentPort?.postMessage({ value: compute(task) });
  } catch (error) {
    parentPort?.postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
}

parentPort?.on('message', (/** @type {HashTask | EndOfWork} */ message) => {
  if (message.kind === 'end') parentPort?.close();
  else answer(message);
});
