import type { Asking, Outcome } from './asking.js';

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

interface Pair {
  readonly clientId: string;
  readonly clientSecret: string;
}

const CADENZA = '/api/v3/auth';
const GRAVSCALE = '/dev/public-api/api/auth';

/** What every refresh token was exchanged for, by all people. */
export class Exchanges {
  private readonly successors = new Map<string, Set<string>>();

  note(spent: string, successor: string): void {
    this.successors.set(spent, (this.successors.get(spent) ?? new Set()).add(successor));
  }

  /** Tokens that were good for two things. */
  doubled(): string[] {
    return [...this.successors].filter(([, successors]) => successors.size > 1).map(([token]) => token);
  }

  get size(): number {
    return this.successors.size;
  }
}

/**
 * Somebody who remembers what the service has promised, and what it left unanswered. After every step that was cut
 * short, {@link settle} finds out which of the two it is, and that it is one of the two.
 */
export class Person {
  private password = 'password number 0';
  private wanted: string | undefined;
  private passwords = 0;
  private isSignedUp = false;
  private session: Session | undefined;
  private pair: Pair | undefined;
  private isPairUncertain = false;
  private isCut = false;
  private isResting = false;

  constructor(
    readonly email: string,
    private readonly asking: Asking,
    private readonly exchanges: Exchanges,
  ) {}

  get exists(): boolean {
    return this.isSignedUp;
  }

  async signUp(): Promise<void> {
    const outcome = await this.signUpThrough(pick(['cadenza', 'gravscale', 'nap', 'authservice'] as const));
    if (outcome === 'cut') this.isCut = true;
    else this.isSignedUp = succeeded(outcome, 'sign-up');
  }

  /** One more thing, at random. */
  act(): Promise<void> {
    return pick([this.refresh, this.refresh, this.changePassword, this.regenerate]).call(this);
  }

  /** Whatever was promised holds, and what was left open was done wholly or not at all. */
  async settle(): Promise<boolean> {
    if (!this.isSignedUp) return this.settleSignUp();
    if (!(await this.settlePassword())) return false;
    if (this.session && !(await this.exchange(this.session))) return false;
    if ((this.pair || this.isPairUncertain) && !(await this.settlePair())) return false;
    this.isCut = false;
    return true;
  }

  get needsSettling(): boolean {
    return this.isCut;
  }

  /** Done with, for now: nothing of it is under way and nothing is in doubt. */
  get isAtRest(): boolean {
    return this.isSignedUp && this.isResting;
  }

  rest(): void {
    this.isResting = true;
  }

  private async refresh(): Promise<void> {
    const session = this.session ?? (await this.signIn());
    if (!session || !(await this.exchange(session))) this.isCut = true;
  }

  private async changePassword(): Promise<void> {
    const session = this.session ?? (await this.signIn());
    if (!session) return void (this.isCut = true);
    this.wanted = `password number ${++this.passwords}`;
    const headers = { authorization: `Bearer ${session.accessToken}` };
    const outcome = await this.asking.write('PUT', `${CADENZA}/user`, { headers, json: { password: this.wanted } });
    if (outcome === 'cut') return void (this.isCut = true);
    succeeded(outcome, 'a new password');
    this.password = this.wanted;
    this.wanted = undefined;
  }

  private async regenerate(): Promise<void> {
    this.isPairUncertain = true;
    const outcome = await this.asking.write<Pair>('POST', '/auth/regenerate-client-credentials', this.inHeaders());
    if (outcome === 'cut') return void (this.isCut = true);
    succeeded(outcome, 'new client credentials');
    this.isPairUncertain = false;
    const { clientId, clientSecret } = outcome.body;
    this.pair = { clientId, clientSecret };
  }

  private async signIn(): Promise<Session | undefined> {
    const json = { email: this.email, password: this.password };
    const outcome = await this.asking.write<{ data: Session }>('POST', `${CADENZA}/login`, { json });
    if (outcome === 'cut') return undefined;
    succeeded(outcome, 'sign-in');
    const { accessToken, refreshToken } = outcome.body.data;
    this.session = { accessToken, refreshToken };
    return this.session;
  }

  /** Spends the refresh token, again where the first answer was lost. */
  private async exchange(session: Session): Promise<boolean> {
    const { refreshToken } = session;
    const next = await pick([this.refreshByCadenza, this.refreshByGravscale]).call(this, refreshToken);
    if (!next) return false;
    this.exchanges.note(refreshToken, next.refreshToken);
    this.session = next;
    return true;
  }

  private async refreshByCadenza(refreshToken: string): Promise<Session | undefined> {
    const json = { refreshToken };
    const outcome = await this.asking.write<{ data: Session }>('POST', `${CADENZA}/token/refresh`, { json });
    if (outcome === 'cut') return undefined;
    succeeded(outcome, 'refresh');
    return outcome.body.data;
  }

  private async refreshByGravscale(refreshToken: string): Promise<Session | undefined> {
    const path = `${GRAVSCALE}/refresh?refresh_token=${encodeURIComponent(refreshToken)}`;
    const outcome = await this.asking.write<Session>('POST', path, {});
    if (outcome === 'cut') return undefined;
    succeeded(outcome, 'refresh');
    return outcome.body;
  }

  private async settleSignUp(): Promise<boolean> {
    const status = await this.statusOfSignIn(this.password);
    if (status === undefined) return false;
    if (status === 200) this.isSignedUp = true;
    // Not half made either: nothing of it is in the way of another try.
    else await this.signUp();
    this.isCut = !this.isSignedUp;
    return this.isSignedUp;
  }

  private async settlePassword(): Promise<boolean> {
    const kept = await this.statusOfSignIn(this.password);
    const changed = this.wanted === undefined ? 401 : await this.statusOfSignIn(this.wanted);
    if (kept === undefined || changed === undefined) return false;
    expect([kept, changed].sort()).toEqual([200, 401]);
    if (changed === 200 && this.wanted !== undefined) this.password = this.wanted;
    this.wanted = undefined;
    return true;
  }

  private async settlePair(): Promise<boolean> {
    const shown = await this.asking.read<Pair>('GET', '/auth/client', this.inHeaders());
    if (shown === 'cut') return false;
    succeeded(shown, 'the client credentials');
    const { clientId, clientSecret } = shown.body;
    if (!this.isPairUncertain) expect({ clientId, clientSecret }).toMatchObject({ ...this.pair });
    const login = await this.asking.write('POST', '/auth/login/client', { headers: { clientId, clientSecret } });
    if (login === 'cut') return false;
    this.pair = { clientId, clientSecret };
    this.isPairUncertain = false;
    return succeeded(login, 'sign-in of the client');
  }

  /** Through one dialect or another; undefined where nobody answers. */
  private async statusOfSignIn(password: string): Promise<number | undefined> {
    const json = { email: this.email, password };
    const ways = [
      () => this.asking.read('POST', `${CADENZA}/login`, { json }),
      () => this.asking.read('POST', `${GRAVSCALE}/sign-in`, { json }),
      () => this.asking.read('POST', '/api/v1/auth/login', { json: { username: this.email, password } }),
    ];
    const outcome: Outcome<unknown> = await pick(ways)();
    return outcome === 'cut' ? undefined : outcome.status;
  }

  private signUpThrough(dialect: 'cadenza' | 'gravscale' | 'nap' | 'authservice'): Promise<Outcome<unknown>> {
    const { email, password } = this;
    const names = { firstName: 'Ada', lastName: 'Lovelace' };
    switch (dialect) {
      case 'cadenza':
        return this.asking.write('POST', `${CADENZA}/signup`, { json: { email, password } });
      case 'gravscale':
        return this.asking.write('POST', `${GRAVSCALE}/sign-up`, { json: { email, password } });
      case 'nap':
        return this.asking.write('POST', '/api/auth/signup', {
          json: { email, password, confirmPassword: password, ...names },
        });
      case 'authservice':
        return this.asking.write('POST', '/auth/register', {
          headers: { username: email, password, role: 'user' },
        });
    }
  }

  private inHeaders(): { headers: Record<string, string> } {
    return { headers: { username: this.email, password: this.password } };
  }
}

function succeeded({ status, body }: { status: number; body: unknown }, what: string): boolean {
  if (status < 300) return true;
  throw new Error(`${what} was refused with ${status}: ${JSON.stringify(body)}`);
}

function pick<T>(choices: readonly T[]): T {
  const choice = choices[Math.floor(Math.random() * choices.length)];
  if (choice === undefined) throw new Error('nothing to pick from');
  return choice;
}
