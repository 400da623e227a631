import type { Each } from './operation.js';

interface Account {
  readonly username: string;
  readonly password: string;
}

interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Message {
  readonly message: string;
}

interface Token {
  readonly token: string;
  readonly token_type: string;
  readonly expires_in: number;
}

interface Failed {
  readonly error: string;
}

/** What has been written against this API. */
export interface Authservice {
  readonly registerPost: {
    readonly headers: Account & { readonly role: 'user' | 'admin' | 'moderator' | 'guest' | 'superadmin' };
    readonly answers: Each<201, Message & Client> & Each<400 | 413 | 429 | 503, Message> & Each<500, Failed>;
  };
  readonly loginClientPost: {
    readonly headers: Client;
    readonly answers: Each<200, Token> & Each<401 | 413 | 429 | 503, Message> & Each<500, Failed>;
  };
  readonly clientGet: {
    readonly headers: Account;
    readonly answers: Each<200, Client> & Each<401 | 429 | 503, Message> & Each<500, Failed>;
  };
  readonly regenerateClientCredentialsPost: {
    readonly headers: Account;
    readonly answers: Each<200, Message & Client> & Each<401 | 413 | 429 | 503, Message> & Each<500, Failed>;
  };
}
