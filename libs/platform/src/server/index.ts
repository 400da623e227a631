export { markStart } from './start-marks.js';
export { type ServerConfig, serverSection } from './server.config.js';
