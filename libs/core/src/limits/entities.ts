export { KnownNetwork } from './known-network.entity.js';
