export { ApiKey } from './api-key.entity.js';
