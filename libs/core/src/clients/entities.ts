export { Client } from './client.entity.js';
