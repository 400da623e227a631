import { Injectable, Logger, ServiceUnavailableException } from '@nestjs/common';
import { type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { SigningKeysService } from '#core/tokens';
import { Database } from '#platform/database';

const PATIENCE_MS = 2000;

/** Whether this process should be sent requests: it is not stopping, and what it needs answers. */
@Injectable()
export class Readiness {
  private readonly logger = new Logger(Readiness.name);
  private stopping = false;

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    private readonly keys: SigningKeysService,
  ) {}

  /** Whether it was told to {@link turnAway}. */
  get isStopping(): boolean {
    return this.stopping;
  }

  /** From now on it is not ready, so that whoever shares out requests sends them elsewhere before it stops. */
  turnAway(): void {
    this.stopping = true;
  }

  /** What was looked at and how it fared; the log alone says why. */
  async look(): Promise<HealthCheckResult> {
    if (this.stopping) return { status: 'shutting_down', info: {}, error: {}, details: {} };
    try {
      return await this.health.check([
        () => this.indicator('database', () => this.database.manager.query('SELECT 1')),
        () => this.indicator('migrations', () => this.mustBeMigrated()),
        () => this.indicator('keys', () => this.keys.current()),
      ]);
    } catch (error) {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  private indicator<Key extends string>(name: Key, work: () => Promise<unknown>) {
    return this.indicators
      .check(name)
      .attempt(() => this.quietly(name, work))
      .withTimeout(PATIENCE_MS);
  }

  /** An error's words may name hosts and tables: they are for the log. */
  private async quietly(name: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error({ event: 'not_ready', what: name, reason: error instanceof Error ? error.message : error });
      throw new Error('see the log', { cause: error });
    }
  }

  private async mustBeMigrated(): Promise<void> {
    const pending = await this.database.pendingMigrations();
    if (pending.length > 0) throw new Error(`pending: ${pending.join(', ')}`);
  }
}
