import { Injectable } from '@nestjs/common';
import {
  AggregatorRegistry,
  collectDefaultMetrics,
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';
import { type Channel, PrimaryLink } from '#platform/workers';
import { type SeriesConfiguration, SeriesHistogram } from './series-histogram.js';

/** What a worker is asked by the primary, and the primary by a worker. */
const OWN = 'metrics';
const ALL = 'metrics of all';

/** The numbers of one running service, for Prometheus to fetch. A name may be declared once. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor(private readonly primary: PrimaryLink) {
    primary.answer(OWN, () => this.registry.getMetricsAsJSON());
  }

  /** The media type of {@link exposition}. */
  get contentType(): string {
    return this.registry.contentType;
  }

  counter<Label extends string>(configuration: CounterConfiguration<Label>): Counter<Label> {
    return new Counter({ ...configuration, registers: [this.registry] });
  }

  gauge<Label extends string>(configuration: GaugeConfiguration<Label>): Gauge<Label> {
    return new Gauge({ ...configuration, registers: [this.registry] });
  }

  histogram<Label extends string>(configuration: HistogramConfiguration<Label>): Histogram<Label> {
    return new Histogram({ ...configuration, registers: [this.registry] });
  }

  /** The same for what every request observes. */
  seriesHistogram<Label extends string>(configuration: SeriesConfiguration<Label>): SeriesHistogram<Label> {
    return new SeriesHistogram({ ...configuration, registers: [this.registry] });
  }

  /** Adds what concerns the process as such: memory, CPU, garbage collection, event-loop lag. Costs a timer. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry });
    this.gauge({ name: 'rosetta_workers', help: 'Processes that these numbers are of' }).set(1);
  }

  /** Everything, in Prometheus' text format: of all workers, where this process is one. */
  async exposition(): Promise<string> {
    const ofAll = await this.primary.ask(ALL);
    return typeof ofAll === 'string' ? ofAll : this.registry.metrics();
  }
}

/** Tells the worker at the other end the numbers of all, one added to the other unless a number says otherwise. */
export function attendMetrics(channel: Channel, askAll: (topic: string) => Promise<unknown[]>): void {
  channel.answer(ALL, async () => AggregatorRegistry.aggregate((await askAll(OWN)) as object[]).metrics());
}
