import type { Random } from "#kernel/random.ts";
import type { Labelled } from "#predict/learners/boosted-trees/labelled-rows.ts";
import type { Loss } from "#predict/learners/losses.ts";
import { emptyRows, type NodeRows } from "./node-rows.ts";
import { sampleRows } from "./sample.ts";

/** Draws the rows of each tree and works out the slopes of those alone; what it gives lasts until it is asked again. */
export function slopesOf({ y, weights }: Labelled, loss: Loss, share: number) {
  const size = y.length;
  const all = emptyRows(size);
  const at = { y: new Float64Array(size), scores: new Float64Array(size) };
  const found = { gradient: new Float64Array(size), curvature: new Float64Array(size) };
  return (scores: Float64Array, random: Random): NodeRows => {
    const rows = sampleRows(all.rows, share, random);
    const slopes = all.slopes.subarray(0, 2 * rows.length);
    if (rows.length === size) {
      loss.slopes({ y, scores, ...found });
    } else {
      for (let place = 0; place < rows.length; place += 1) {
        at.y[place] = y[rows[place] ?? 0] ?? 0;
        at.scores[place] = scores[rows[place] ?? 0] ?? 0;
      }
      loss.slopes({ y: at.y.subarray(0, rows.length), scores: at.scores, ...found });
    }
    for (let place = 0; place < rows.length; place += 1) {
      const weight = weights[rows[place] ?? 0] ?? 0;
      slopes[2 * place] = (found.gradient[place] ?? 0) * weight;
      slopes[2 * place + 1] = (found.curvature[place] ?? 0) * weight;
    }
    return { rows, slopes };
  };
}
