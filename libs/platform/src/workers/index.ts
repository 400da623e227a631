export { type Answerer, type Channel } from './channel.js';
export { Crew, type CrewOptions, STOP, WorkerFailed } from './crew.js';
export { PrimaryLink } from './primary-link.js';
