/** What this part of the service is called in records. */
export const ORIGIN = 'admin';
