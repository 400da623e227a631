import { Injectable } from '@nestjs/common';
import { Metrics } from '#platform/metrics';
import type { NewAuditEvent } from './new-audit-event.js';

/** Counts what goes on record, for dashboards: the log says who and why, the numbers say how often. */
@Injectable()
export class AuditMetrics {
  private readonly opened;
  private readonly refused;
  private readonly refreshed;
  private readonly ended;
  private readonly mails;

  constructor(metrics: Metrics) {
    this.opened = metrics.counter({
      name: 'rosetta_sessions_opened_total',
      help: 'Sessions opened, by the API they were opened through and what was proved',
      labelNames: ['origin', 'credential'],
    });
    this.refused = metrics.counter({
      name: 'rosetta_sign_ins_refused_total',
      help: 'Sign-ins refused after a credential was looked at',
      labelNames: ['origin', 'credential'],
    });
    this.refreshed = metrics.counter({
      name: 'rosetta_sessions_refreshed_total',
      help: 'Sessions refreshed, by the API that was asked',
      labelNames: ['origin'],
    });
    this.ended = metrics.counter({
      name: 'rosetta_sessions_ended_total',
      help: 'Sessions ended, by reason',
      labelNames: ['reason'],
    });
    this.mails = metrics.counter({
      name: 'rosetta_mails_total',
      help: 'Mails, by what became of them: queued, sent, failed',
      labelNames: ['outcome'],
    });
  }

  /** To be called once the events are committed. */
  count(events: readonly NewAuditEvent[]): void {
    for (const event of events) this.countOne(event);
  }

  private countOne({ kind, cause, details = {} }: NewAuditEvent): void {
    const origin = cause?.visitor?.origin ?? 'none';
    const credential = labelIn(details, 'credential');
    if (kind === 'sign_in.succeeded') this.opened.inc({ origin, credential });
    else if (kind === 'sign_in.failed') this.refused.inc({ origin, credential });
    else if (kind === 'refresh.succeeded') this.refreshed.inc({ origin });
    else if (kind === 'session.ended') this.ended.inc({ reason: labelIn(details, 'reason') });
    else if (kind.startsWith('mail.')) this.mails.inc({ outcome: kind.slice('mail.'.length) });
  }
}

function labelIn(details: Readonly<Record<string, unknown>>, name: string): string {
  const value = details[name];
  return typeof value === 'string' ? value : 'none';
}
