import { exchange, type Reply, type Sending } from '../support/exchange.js';

/** Something nobody else may learn, and what it is called when it turns up. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Where one turned up. */
export interface Leak {
  readonly secret: string;
  readonly place: string;
}

interface Heard {
  readonly place: string;
  readonly text: string;
}

/** The fields in which a success may hand out secrets, by method and route; nothing else ever may. */
export type HandedOut = Readonly<Record<string, readonly string[]>>;

/** Remembers every secret of a run and everything that was said in it, and finds the ones in the other. */
export class SecretsLedger {
  readonly secrets: Secret[] = [];
  readonly heard: Heard[] = [];

  constructor(
    private readonly base: string,
    private readonly handedOut: HandedOut,
  ) {}

  keep(name: string, value: string): string {
    if (value.length < 16) throw new Error(`${name} is too short to be told from chance`);
    if (!this.secrets.some((secret) => secret.value === value)) this.secrets.push({ name, value });
    return value;
  }

  /** One request. Of a success, the fields that may hand out secrets are kept as such and taken out of what was heard. */
  async ask<T = Record<string, unknown>>(method: string, path: string, sending: Sending = {}): Promise<Reply<T>> {
    const reply = await exchange(`${this.base}${path}`, method, sending);
    const route = `${method} ${path.split('?')[0] ?? ''}`;
    const fields = reply.status < 400 ? (this.handedOut[route] ?? []) : [];
    const body = typeof reply.body === 'string' ? reply.body : this.withoutFields(reply.body, fields, route);
    this.heard.push({ place: `${route} ${reply.status}`, text: JSON.stringify({ headers: reply.headers, body }) });
    return reply as Reply<T>;
  }

  /** Secrets in that text, in any form that they may have taken. */
  leaksIn(place: string, text: string | Buffer): Leak[] {
    const bytes = Buffer.from(text as string);
    return this.secrets
      .filter(({ value }) => formsOf(value).some((form) => bytes.includes(form)))
      .map(({ name }) => ({ secret: name, place }));
  }

  leaksInAnswers(): Leak[] {
    return this.heard.flatMap(({ place, text }) => this.leaksIn(place, text));
  }

  private withoutFields(body: unknown, fields: readonly string[], route: string): unknown {
    return JSON.parse(
      JSON.stringify(body ?? null, (key, value: unknown) => {
        if (!fields.includes(key) || typeof value !== 'string') return value;
        this.keep(`${key} of ${route}`, value);
        return '';
      }),
    );
  }
}

/** As it is, and as bytes are commonly written; as base64 without the ends, which depend on what stands beside. */
function formsOf(value: string): Buffer[] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const encoded = [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    return [shifted.toString('base64'), shifted.toString('base64url')].map((text) => text.slice(4, -6));
  });
  const all = [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    hex,
    hex.toUpperCase(),
    ...encoded,
  ];
  return [...new Set(all)].map((form) => Buffer.from(form));
}
