import { type ChartPoint, chartNumbers } from "./chart-numbers.tsx";

export type BarChartProps = {
  readonly title: string;
  /** In the order of the axis; `value` is not negative. */
  readonly points: readonly ChartPoint[];
  /** The reader's format of a value. */
  readonly format?: ((value: number) => string) | undefined;
  readonly numbersLabel?: string | undefined;
};

const HEIGHT = 100;
const SLOT = 10;
const GAP = 2;

/** Values along an axis, as bars. The numbers themselves stand below as a table. */
export function BarChart({ title, points, format = String, numbersLabel = "Show the numbers" }: BarChartProps) {
  const top = Math.max(1, ...points.map((point) => point.value));
  const width = Math.max(1, points.length) * SLOT;
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <div class="chart-top" aria-hidden="true">
        <span>{format(top)}</span>
      </div>
      <svg
        class="chart-plot"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role={points.some(({ href }) => href !== undefined) ? "group" : "img"}
        aria-label={summaryOf(title, points, format)}
      >
        {points.map((point, index) => {
          const height = Math.max(point.value > 0 ? 1 : 0, (point.value / top) * HEIGHT);
          const place = { x: index * SLOT + GAP / 2, width: SLOT - GAP };
          const kind = point.isSecondary === true ? "second" : undefined;
          const bar = <rect class={kind} y={round(HEIGHT - height)} height={round(height)} {...place} />;
          if (point.href === undefined) return bar;
          return (
            <a href={point.href} aria-label={`${point.label}: ${format(point.value)}`}>
              <rect class="reach" y={0} height={HEIGHT} {...place} />
              {bar}
            </a>
          );
        })}
      </svg>
      <div class="chart-axis" aria-hidden="true">
        {axisLabels(points).map((label) => (
          <span>{label}</span>
        ))}
      </div>
      {chartNumbers({ points, format, label: numbersLabel })}
    </figure>
  );
}

function axisLabels(points: readonly ChartPoint[]): readonly string[] {
  const places = points.length < 3 ? points : [points[0], points[Math.floor((points.length - 1) / 2)], points.at(-1)];
  return places.flatMap((point) => (point === undefined ? [] : [point.label]));
}

function summaryOf(title: string, points: readonly ChartPoint[], format: (value: number) => string): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return `${title}: no values.`;
  const highest = points.reduce((best, point) => (point.value > best.value ? point : best), first);
  return `${title}: ${points.length} bars from ${first.label} to ${last.label}, highest ${format(highest.value)} (${highest.label}).`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
