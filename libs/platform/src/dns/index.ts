export { TxtRecords } from './txt-records.js';
