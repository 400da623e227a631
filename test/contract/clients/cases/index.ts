import { authserviceCases } from './authservice.js';
import { cadenzaCases } from './cadenza.js';
import { gravscaleCases } from './gravscale.js';
import { kleisterCases } from './kleister.js';
import { napCases } from './nap.js';

/** Every documented answer of every operation, by dialect. */
export const CASES = {
  authservice: authserviceCases,
  kleister: kleisterCases,
  gravscale: gravscaleCases,
  cadenza: cadenzaCases,
  nap: napCases,
};
