import type { Dialect } from '#edge';
import { authservice } from './authservice/index.js';
import { cadenza } from './cadenza/index.js';
import { gravscale } from './gravscale/index.js';
import { kleister } from './kleister/index.js';
import { nap } from './nap/index.js';

/** Every documented API that this service speaks. Adding one is adding its line here. */
export const DIALECT_LIST: readonly Dialect[] = [authservice, kleister, gravscale, cadenza, nap];

export const dialectSections = DIALECT_LIST.flatMap(({ sections = [] }) => sections);
