export { type ServerConfig, serverSection } from './server.config.js';
