/** One value of a chart. */
export type ChartPoint = {
  readonly label: string;
  readonly value: number;
  /** Drawn paler: a forecast, an unfinished day. */
  readonly isSecondary?: boolean;
  /** The rows behind the value. */
  readonly href?: string;
};

export type ChartNumbers = {
  readonly points: readonly ChartPoint[];
  readonly format: (value: number) => string;
  readonly label: string;
};

/** The text alternative of a chart: its numbers, folded away. */
export function chartNumbers({ points, format, label }: ChartNumbers) {
  return (
    <details>
      <summary>{label}</summary>
      <dl class="facts">
        {points.map((point) => (
          <div>
            <dt>{point.label}</dt>
            <dd class="number">{format(point.value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
