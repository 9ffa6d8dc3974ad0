export type Place = { readonly x: number; readonly y: number };

export type Line = {
  readonly label: string;
  /** From left to right. */
  readonly places: readonly Place[];
  /** Drawn paler, broken: what the others are compared with. */
  readonly isReference?: boolean | undefined;
  /** A mark at each place: they are few, and each was measured. */
  readonly hasMarks?: boolean | undefined;
};

type Axis = { readonly label: string; readonly max: number; readonly format: (value: number) => string };

export type LineChartProps = {
  readonly title: string;
  readonly lines: readonly Line[];
  /** Both axes begin at 0. */
  readonly x: Axis;
  readonly y: Axis;
  /** One sentence for whoever can't see the picture. */
  readonly summary: string;
};

const SIZE = 100;

/** Lines over two axes. Their numbers stand below as tables. */
export function LineChart({ title, lines, x, y, summary }: LineChartProps) {
  return (
    <figure class="chart lines">
      <figcaption>{title}</figcaption>
      <div class="chart-top" aria-hidden="true">
        <span>
          {y.format(y.max)} {y.label}
        </span>
      </div>
      <svg
        class="chart-plot"
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${summary}`}
      >
        {lines.map((line) => (
          <>
            <path class={line.isReference === true ? "guide" : "line"} d={pathOf(line.places, x, y)} />
            {line.hasMarks === true ? <path class="marks" d={marksOf(line.places, x, y)} /> : null}
          </>
        ))}
      </svg>
      <div class="chart-axis" aria-hidden="true">
        <span>{x.format(0)}</span>
        <span>{x.label}</span>
        <span>{x.format(x.max)}</span>
      </div>
      <Legend lines={lines} />
      <details>
        <summary>Show the numbers</summary>
        {lines
          .filter(({ isReference }) => isReference !== true)
          .map((line) => (
            <Numbers line={line} x={x} y={y} />
          ))}
      </details>
    </figure>
  );
}

function Legend({ lines }: { readonly lines: readonly Line[] }) {
  if (lines.length < 2) return null;
  return (
    <ul class="chart-legend" aria-hidden="true">
      {lines.map(({ label, isReference }) => (
        <li class={isReference === true ? "guide" : undefined}>{label}</li>
      ))}
    </ul>
  );
}

function Numbers({ line, x, y }: { readonly line: Line; readonly x: Axis; readonly y: Axis }) {
  return (
    <dl class="facts">
      {line.places.map((place) => (
        <div>
          <dt>
            {x.format(place.x)} {x.label}
          </dt>
          <dd class="number">
            {y.format(place.y)} {y.label}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function pathOf(places: readonly Place[], x: Axis, y: Axis): string {
  return places.map((place, index) => `${index === 0 ? "M" : "L"}${pointOf(place, x, y)}`).join("");
}

/** Strokes of no length with round ends: circles that the stretching of the picture leaves round. */
function marksOf(places: readonly Place[], x: Axis, y: Axis): string {
  return places.map((place) => `M${pointOf(place, x, y)}h0`).join("");
}

function pointOf(place: Place, x: Axis, y: Axis): string {
  return `${round(SIZE * shareOf(place.x, x.max))} ${round(SIZE * (1 - shareOf(place.y, y.max)))}`;
}

function shareOf(value: number, max: number): number {
  return max <= 0 ? 0 : Math.min(1, Math.max(0, value / max));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
