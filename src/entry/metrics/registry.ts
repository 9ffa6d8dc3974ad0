/** A label's value: from a small set that the code knows, never what somebody typed. */
export type Labels = Readonly<Record<string, string>>;

export type Sample = { readonly labels?: Labels; readonly value: number };

/** A metric as Prometheus reads it (text exposition format 0.0.4). */
export type Family = {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: readonly Sample[];
};

export type Counter = (labels: Labels, by?: number) => void;
export type Histogram = (labels: Labels, seconds: number) => void;

export type Registry = {
  readonly counter: (name: string, help: string) => Counter;
  /** `buckets` are upper bounds in seconds, rising. */
  readonly histogram: (name: string, help: string, buckets: readonly number[]) => Histogram;
  /** Everything that was counted, with what is measured at this moment. */
  readonly text: (gauges: readonly Family[]) => string;
};

/** Label sets of one metric; further ones are counted together, so that nobody outside can make the answer grow. */
const MOST_SERIES = 300;
const REST: Labels = { other: "true" };

type Counted = { readonly kind: "counter"; readonly help: string; readonly series: Map<string, number> };
type Spread = { count: number; sum: number; readonly buckets: number[] };
type Timed = {
  readonly kind: "histogram";
  readonly help: string;
  readonly bounds: readonly number[];
  readonly series: Map<string, Spread>;
};

/** Counters and histograms of one process. */
export function createRegistry(): Registry {
  const metrics = new Map<string, Counted | Timed>();
  return {
    counter: (name, help) => {
      const series = new Map<string, number>();
      metrics.set(name, { kind: "counter", help, series });
      return (labels, by = 1) => {
        const key = keyIn(series, labels);
        series.set(key, (series.get(key) ?? 0) + by);
      };
    },
    histogram: (name, help, bounds) => {
      const series = new Map<string, Spread>();
      metrics.set(name, { kind: "histogram", help, bounds, series });
      return (labels, seconds) => {
        const key = keyIn(series, labels);
        const spread = series.get(key) ?? { count: 0, sum: 0, buckets: bounds.map(() => 0) };
        series.set(key, spread);
        spread.count += 1;
        spread.sum += seconds;
        const place = bounds.findIndex((bound) => seconds <= bound);
        if (place !== -1) spread.buckets[place] = (spread.buckets[place] ?? 0) + 1;
      };
    },
    text: (gauges) => [...[...metrics].map(writeMetric), ...gauges.map(writeFamily)].join(""),
  };
}

function keyIn(series: ReadonlyMap<string, unknown>, labels: Labels): string {
  const key = labelText(labels);
  return series.has(key) || series.size < MOST_SERIES ? key : labelText(REST);
}

function writeMetric([name, metric]: readonly [string, Counted | Timed]): string {
  const lines =
    metric.kind === "counter"
      ? [...metric.series].map(([labels, value]) => `${name}${braced(labels)} ${value}\n`)
      : [...metric.series].map(([labels, spread]) => writeSpread({ name, labels, bounds: metric.bounds }, spread));
  return head(name, metric.help, metric.kind) + lines.join("");
}

type Named = { readonly name: string; readonly labels: string; readonly bounds: readonly number[] };

/** Buckets are cumulative, and the last one holds everything. */
function writeSpread({ name, labels, bounds }: Named, { count, sum, buckets }: Spread): string {
  const within = (le: string) => braced([labels, `le="${le}"`].filter((part) => part !== "").join(","));
  let below = 0;
  const lines = bounds.map((bound, index) => {
    below += buckets[index] ?? 0;
    return `${name}_bucket${within(String(bound))} ${below}\n`;
  });
  return [
    ...lines,
    `${name}_bucket${within("+Inf")} ${count}\n`,
    `${name}_sum${braced(labels)} ${sum}\n`,
    `${name}_count${braced(labels)} ${count}\n`,
  ].join("");
}

function writeFamily({ name, help, type, samples }: Family): string {
  const lines = samples.map(({ labels = {}, value }) => `${name}${braced(labelText(labels))} ${value}\n`);
  return head(name, help, type) + lines.join("");
}

function head(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help.replaceAll("\\", String.raw`\\`).replaceAll("\n", String.raw`\n`)}\n# TYPE ${name} ${type}\n`;
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(",");
}

function escapeLabel(value: string): string {
  return value
    .replaceAll("\\", String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", String.raw`\n`);
}

function braced(labels: string): string {
  return labels === "" ? "" : `{${labels}}`;
}
