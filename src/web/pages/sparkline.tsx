export type SparklineProps = {
  /** Oldest first. */
  readonly values: readonly number[];
  /** Said to whoever can't see it; without it the line is decoration beside a number that says the same. */
  readonly label?: string | undefined;
};

const WIDTH = 100;
const HEIGHT = 30;
const PAD = 2;

/** A line without axes: the shape of the last values. */
export function Sparkline({ values, label }: SparklineProps) {
  const points = pointsOf(values);
  const line = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("");
  const said = label === undefined ? { "aria-hidden": "true" as const } : { role: "img", "aria-label": label };
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" {...said}>
      {points.length < 2 ? null : (
        <>
          <path class="area" d={`${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} />
          <path class="line" d={line} />
        </>
      )}
    </svg>
  );
}

function pointsOf(values: readonly number[]): ReadonlyArray<readonly [number, number]> {
  const low = Math.min(0, ...values);
  const span = Math.max(...values, 0) - low || 1;
  const step = WIDTH / Math.max(1, values.length - 1);
  return values.map((value, index) => [
    round(index * step),
    round(HEIGHT - PAD - ((value - low) / span) * (HEIGHT - 2 * PAD)),
  ]);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
