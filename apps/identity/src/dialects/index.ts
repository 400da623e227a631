import type { Dialect } from '#edge';
import { cadenza } from './cadenza/index.js';

/** Every documented API that this service speaks. Adding one is adding its line here. */
export const DIALECT_LIST: readonly Dialect[] = [cadenza];

export const dialectSections = DIALECT_LIST.flatMap(({ sections = [] }) => sections);
