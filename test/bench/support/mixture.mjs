import { OPERATIONS, post } from './operations.mjs';

/** @typedef {import('./load.mjs').Caller} Caller */

/** What is asked in turn: of a hundred 79 look-ups, 13 refreshes, 3 sign-ins, a sign-up, and 4 that are refused. */
const LOOK_UPS = ['cadenza user', 'gravscale info', 'kleister verify'];
const REFRESHES = ['cadenza refresh', 'gravscale refresh', 'nap refresh', 'kleister refresh'];
const SIGN_INS = ['cadenza login', 'nap login', 'authservice login/client'];
const ROUND = 100;

/**
 * Somebody who does a bit of everything, in an order of their own.
 *
 * @param {import('./people.mjs').Person} person
 * @param {number} place
 * @returns {Caller}
 */
export function mixed(person, place) {
  const of = (/** @type {readonly string[]} */ names) => names.map((name) => callerOf(name, person));
  const [lookUps, refreshes, signIns] = [of(LOOK_UPS), of(REFRESHES), of(SIGN_INS)];
  const refused = refusedTo(place);
  let count = place * 7;
  /** @type {Caller | undefined} */
  let asked;
  const choose = () => {
    const step = count % ROUND;
    if (step % 25 === 24) return pick(refused, count / 25);
    if (step === 50) return signUp(`new-${place}-${count}@example.com`);
    if (step % 30 === 13) return pick(signIns, count / 30);
    return step % 7 === 3 ? pick(refreshes, count / 7) : pick(lookUps, count);
  };
  return {
    next: () => {
      asked = choose();
      count += 1;
      return asked.next();
    },
    learn: (body) => asked?.learn?.(body),
  };
}

/** @template T @param {readonly T[]} all @param {number} count @returns {T} */
function pick(all, count) {
  const one = all[Math.floor(count) % all.length];
  if (!one) throw new Error('there is nothing to pick from');
  return one;
}

/** @param {string} name @param {import('./people.mjs').Person} person */
export function callerOf(name, person) {
  const make = OPERATIONS[name];
  if (!make) throw new Error(`There is no operation ${name}`);
  return make(person);
}

/** What is nowhere, not readable, not allowed, and not the password. @param {number} place @returns {Caller[]} */
function refusedTo(place) {
  const bad = { authorization: 'Bearer no.token.atall' };
  const login = { email: `nobody-${place}@example.com`, password: 'not the password' };
  return [
    { next: () => ({ method: 'GET', path: '/nowhere/at/all' }) },
    { next: () => ({ ...post('/api/v3/auth/login', {}), body: '{"email":' }) },
    { next: () => ({ method: 'GET', path: '/api/v3/auth/user', headers: bad }) },
    { next: () => post('/api/v3/auth/login', login) },
  ];
}

/** @param {string} email @returns {Caller} */
function signUp(email) {
  return { next: () => post('/api/v3/auth/signup', { email, password: 'correct horse battery staple' }) };
}
