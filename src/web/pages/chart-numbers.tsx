/** One value of a chart. A secondary one is drawn paler: a forecast, an unfinished day. */
export type ChartPoint = { readonly label: string; readonly value: number; readonly isSecondary?: boolean };

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
