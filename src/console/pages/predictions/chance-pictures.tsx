import type { ChanceEvaluation } from "#predict/evaluate/evaluate-chances.ts";
import { Card } from "#web/pages/card.tsx";
import { LineChart } from "#web/pages/line-chart.tsx";
import { percent } from "./percent.ts";

/** How much of what came the best part of the list holds, beside a list in any order. */
export function GainsPicture({ chances }: { readonly chances: ChanceEvaluation }) {
  const tenth = chances.gains.find(({ depth }) => depth === 0.1);
  const places = [{ x: 0, y: 0 }, ...chances.gains.map(({ depth, captured }) => ({ x: depth, y: captured }))];
  return (
    <Card title="Gains">
      <LineChart
        title="Who is taken from the top of the list"
        summary={
          tenth === undefined
            ? "no gains were measured."
            : `the best tenth holds ${percent(tenth.captured)} of all, ${tenth.lift.toFixed(1)} times its share.`
        }
        lines={[
          {
            label: "in any order",
            isReference: true,
            places: [
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ],
          },
          { label: "by this model", places },
        ]}
        x={{ label: "of the list", max: 1, format: percent }}
        y={{ label: "of those who did it", max: 1, format: percent }}
      />
      {tenth === undefined ? null : (
        <p class="quiet">
          The best tenth holds {percent(tenth.captured)} of all: {tenth.lift.toFixed(1)} times what a list in any order
          would.
        </p>
      )}
    </Card>
  );
}

/** Whether "30 %" means that 30 of 100 do it. */
export function CalibrationPicture({ chances }: { readonly chances: ChanceEvaluation }) {
  const top = Math.max(0.01, ...chances.reliability.flatMap(({ predicted, observed }) => [predicted, observed]));
  const max = Math.min(1, Math.ceil(top * 20) / 20);
  return (
    <Card title="Calibration">
      <LineChart
        title="What was foretold and what came"
        summary={`on average they lie ${percent(chances.ece)} apart.`}
        lines={[
          {
            label: "as foretold",
            isReference: true,
            places: [
              { x: 0, y: 0 },
              { x: max, y: max },
            ],
          },
          {
            label: "as it came",
            hasMarks: true,
            places: chances.reliability.map(({ predicted, observed }) => ({ x: predicted, y: observed })),
          },
        ]}
        x={{ label: "foretold", max, format: percent }}
        y={{ label: "came", max, format: percent }}
      />
      <p class="quiet">
        {percent(chances.meanChance)} were foretold on average and {percent(chances.rate)} came; groups of a tenth lie{" "}
        {percent(chances.ece)} apart.
      </p>
    </Card>
  );
}
