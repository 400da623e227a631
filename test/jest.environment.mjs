import { TestEnvironment } from 'jest-environment-node';

const SHARED_WITH_NODE = [
  'Object',
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'Date',
  'RegExp',
  'Promise',
  'Map',
  'Set',
];

/**
 * Jest runs every test file in a JavaScript realm of its own, where an error thrown by Node or by a native
 * module is no `instanceof Error`. The service runs in one realm, so here such objects count as what they are.
 */
export default class OneRealmEnvironment extends TestEnvironment {
  /** @override */
  async setup() {
    await super.setup();
    for (const name of SHARED_WITH_NODE) recogniseFromAnyRealm(this.global[name], name);
  }
}

/**
 * @param {unknown} builtIn the realm's own constructor
 * @param {string} name
 */
function recogniseFromAnyRealm(builtIn, name) {
  const ordinary = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(builtIn, Symbol.hasInstance, {
    configurable: true,
    /** @this {unknown} @param {unknown} value */
    value(value) {
      return ordinary.call(this, value) || (this === builtIn && isMadeByNamesake(value, name));
    },
  });
}

/**
 * Whether a native constructor of that name, of whatever realm, stands in the value's prototype chain.
 *
 * @param {unknown} value
 * @param {string} name
 */
function isMadeByNamesake(value, name) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  for (let link = prototypeOf(value); link !== null; link = prototypeOf(link)) {
    /** @type {unknown} */
    const maker = Object.getOwnPropertyDescriptor(link, 'constructor')?.value;
    if (typeof maker === 'function' && maker.name === name && isNative(maker)) return true;
  }
  return false;
}

/** @param {object} value @returns {object | null} */
function prototypeOf(value) {
  /** @type {unknown} */
  const prototype = Object.getPrototypeOf(value);
  return typeof prototype === 'object' ? prototype : null;
}

/** @param {Function} maker */
function isNative(maker) {
  return Function.prototype.toString.call(maker).endsWith('{ [native code] }');
}
