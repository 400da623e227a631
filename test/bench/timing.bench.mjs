import { median } from './support/statistics.mjs';
import { Service } from './support/service.mjs';
import { figure, table } from './support/table.mjs';
import { emailOf, fillWithAccounts, PASSWORD } from './timing/accounts.mjs';
import { mannWhitney } from './timing/mann-whitney.mjs';
import { closeConnections, timed } from './timing/stopwatch.mjs';

/*
 * Asks whether a stranger with a stopwatch can tell one account from another. The two requests of a pair are sent by
 * turns, each about an account of its own and from an address of its own, and their times compared by the Mann-Whitney
 * test: p below 0.01 in run after run would tell them apart. Prints, and judges nothing. Wants a build:
 * `npm run bench:timing [samples]`.
 */

/**
 * @typedef {import('./timing/stopwatch.mjs').Question} Question
 * @typedef {(place: number) => Question} Asking
 */
const SAMPLES = Number(process.argv[2] ?? 250);
const WRONG = 'nobody has ever chosen this one';
/** For the service to learn how long a password usually takes, and for the compiler. */
const WARM_UP = 12;

/** How each API is asked to let somebody in. @type {Record<string, (name: string, password: string) => Question>} */
const SIGN_INS = {
  authservice: (username, password) => ({ method: 'GET', path: '/auth/client', headers: { username, password } }),
  kleister: (username, password) => post('/api/v1/auth/login', { username, password }),
  gravscale: (email, password) => post('/dev/public-api/api/auth/sign-in', { email, password }),
  cadenza: (email, password) => post('/api/v3/auth/login', { email, password }),
  nap: (email, password) => post('/api/auth/login', { email, password }),
};

const { cadenza } = /** @type {Record<'cadenza', (name: string, password: string) => Question>} */ (SIGN_INS);
const wrongFor = (/** @type {string} */ crowd) => (/** @type {number} */ place) =>
  cadenza(emailOf(crowd, place), WRONG);

/** What must look alike: a name for the pair, and its two requests. @type {[string, Asking, Asking][]} */
const PAIRS = [
  ...Object.entries(SIGN_INS).map(
    ([dialect, signIn]) =>
      /** @type {[string, Asking, Asking]} */ ([
        `${dialect}: unknown account, wrong password`,
        (place) => signIn(emailOf('unknown', place), WRONG),
        (place) => signIn(emailOf('known', place), WRONG),
      ]),
  ),
  [
    'disabled account with its password, wrong password',
    (place) => cadenza(emailOf('disabled', place), PASSWORD),
    wrongFor('known'),
  ],
  ['disabled account, enabled account, both wrong password', wrongFor('disabled'), wrongFor('known')],
  ['imported hash of a lower cost, hash of ours', wrongFor('imported'), wrongFor('known')],
  [
    'recovery for an unknown address, for a known one',
    (place) => post('/api/v3/auth/recover', { email: emailOf('unknown', place) }),
    (place) => post('/api/v3/auth/recover', { email: emailOf('known', place) }),
  ],
];

const service = await Service.start();
try {
  await fillWithAccounts(service, SAMPLES);
  for (let place = 0; place < WARM_UP; place += 1) {
    for (const signIn of Object.values(SIGN_INS)) await ask(signIn(emailOf('known', place), PASSWORD), place);
    for (const [, one, other] of PAIRS) await asked(one, other, place);
  }
  const times = PAIRS.map(() => ({ one: /** @type {number[]} */ ([]), other: /** @type {number[]} */ ([]) }));
  const differing = new Set();
  for (let place = 0; place < SAMPLES; place += 1) {
    for (const [index, [name, one, other]] of PAIRS.entries()) {
      const [first, second] = await asked(one, other, place);
      times[index]?.one.push(first.milliseconds);
      times[index]?.other.push(second.milliseconds);
      if (first.words !== second.words) differing.add(name);
    }
  }
  const rows = PAIRS.map(([name], index) => {
    const { one, other } = times[index] ?? { one: [], other: [] };
    const words = differing.has(name) ? 'differ' : 'the same';
    return [name, figure(median(one), 2), figure(median(other), 2), figure(mannWhitney(one, other), 3), words];
  });
  process.stdout.write(`${SAMPLES} samples each, Node ${process.versions.node}\n`);
  process.stdout.write(table([['pair', 'one, ms', 'other, ms', 'p', 'words'], ...rows]));
} finally {
  closeConnections();
  await service.end();
}

/**
 * By turns the one first and the other, so that what comes first is no difference.
 *
 * @param {Asking} one @param {Asking} other @param {number} place
 * @returns {Promise<[import('./timing/stopwatch.mjs').Timed, import('./timing/stopwatch.mjs').Timed]>}
 */
async function asked(one, other, place) {
  if (place % 2 === 0) return [await ask(one(place), place), await ask(other(place), place)];
  const second = await ask(other(place), place);
  return [await ask(one(place), place), second];
}

/** From an address that nobody else uses. @param {Question} question @param {number} place */
function ask(question, place) {
  const address = `10.${Math.floor(place / 250)}.${place % 250}.1`;
  return timed(service.url, { ...question, headers: { ...question.headers, 'x-forwarded-for': address } });
}

/** @param {string} path @param {object} body @returns {Question} */
function post(path, body) {
  return { method: 'POST', path, body };
}
