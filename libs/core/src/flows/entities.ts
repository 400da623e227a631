export { Flow } from './flow.entity.js';
