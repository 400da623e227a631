export { ClientsModule } from './clients.module.js';
export { type ClientCredentials, ClientsService, type IssuedClient, type ProvedClient } from './clients.service.js';
export { type ClientsError, InvalidClient } from './errors.js';
