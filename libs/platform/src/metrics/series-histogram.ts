import { Histogram, type HistogramConfiguration } from 'prom-client';

type Labels<Label extends string> = Readonly<Record<Label, string | number>>;

export type SeriesConfiguration<Label extends string> = HistogramConfiguration<Label> & { readonly buckets: number[] };

/** What was observed under one set of labels. */
export class Series<Label extends string> {
  sum = 0;
  /** How many were at most the bound at their place and above the one before it; those above all come last. */
  readonly counts: number[];

  constructor(
    readonly labels: Labels<Label>,
    private readonly bounds: readonly number[],
  ) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    const found = this.bounds.findIndex((bound) => value <= bound);
    const place = found < 0 ? this.bounds.length : found;
    this.counts[place] = (this.counts[place] ?? 0) + 1;
    this.sum += value;
  }
}

/**
 * A histogram for what every request observes. Whoever observes keeps the series: prom-client finds its own anew each time,
 * by a text made of all labels, which costs more than the counting.
 */
export class SeriesHistogram<Label extends string> extends Histogram<Label> {
  private readonly all: Series<Label>[] = [];

  constructor(private readonly configuration: SeriesConfiguration<Label>) {
    super(configuration);
  }

  /** Begins one; to be called once for each set of labels. */
  begin(labels: Labels<Label>): Series<Label> {
    const series = new Series(labels, this.configuration.buckets);
    this.all.push(series);
    return series;
  }

  /** From this prom-client makes its text and, with the shared labels put among the others, its JSON. */
  getForPromString(): Promise<object> {
    const { name, help } = this.configuration;
    const values = this.all.flatMap((series) => this.valuesOf(series));
    return Promise.resolve({ name, help, type: 'histogram', aggregator: 'sum', values });
  }

  private valuesOf({ labels: sharedLabels, counts, sum }: Series<Label>) {
    const { name, buckets } = this.configuration;
    let count = 0;
    const upTo = [...buckets, '+Inf'].map((le, place) => {
      count += counts[place] ?? 0;
      return { metricName: `${name}_bucket`, sharedLabels, labels: { le }, value: count };
    });
    return [
      ...upTo,
      { metricName: `${name}_sum`, sharedLabels, labels: {}, value: sum },
      { metricName: `${name}_count`, sharedLabels, labels: {}, value: count },
    ];
  }
}
