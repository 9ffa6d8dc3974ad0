import { z } from "zod";
import type { Place } from "#web/pages/line-chart.tsx";

type Extra = Readonly<Record<string, unknown>>;

/** `p30`: the chance within thirty days (src/predict/tasks/timing). */
const CHANCE_BY_DAY = /^p(\d+(?:\.\d+)?)$/;

const guessSchema = z.object({ item: z.string(), score: z.number(), isNew: z.boolean() });
const itemsSchema = z.object({ items: z.array(guessSchema) });

/** A curve as its points, by day. */
export function curveOf(extra: Extra): readonly Place[] {
  return Object.entries(extra)
    .flatMap(([name, value]) => {
      const day = CHANCE_BY_DAY.exec(name)?.[1];
      return day === undefined || typeof value !== "number" ? [] : [{ x: Number(day), y: value }];
    })
    .toSorted((left, right) => left.x - right.x);
}

/** What is bought next, the likeliest first. */
export function guessesOf(extra: Extra): ReadonlyArray<z.output<typeof guessSchema>> {
  const read = itemsSchema.safeParse(extra);
  return read.success ? read.data.items : [];
}
