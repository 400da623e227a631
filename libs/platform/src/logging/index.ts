export { loggerOptions, PinoLogger } from './pino-logger.js';
