import type { DialectClient } from '../dialect-client.js';
import { authserviceClient } from './authservice.client.js';
import { cadenzaClient } from './cadenza.client.js';
import { gravscaleClient } from './gravscale.client.js';
import { kleisterClient } from './kleister.client.js';
import { napClient } from './nap.client.js';

/** One client for each dialect, against one service. */
export function allClients(base: string): DialectClient[] {
  return [authserviceClient, kleisterClient, gravscaleClient, cadenzaClient, napClient].map((client) => client(base));
}
