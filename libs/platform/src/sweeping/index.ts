export { Sweeper } from './sweeper.js';
export { SweepingModule } from './sweeping.module.js';
export { type Sweep, Sweeps } from './sweeps.js';
