import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Command } from "./command.ts";
import { cdnowFigures } from "./predict-reproduce/cdnow-figures.ts";
import type { Figure, FigureSource } from "./predict-reproduce/figure.ts";
import { groceryFigures } from "./predict-reproduce/grocery-figures.ts";
import { referenceFigures } from "./predict-reproduce/reference-figures.ts";

const usage = `jumpstation predict reproduce

  --data <folder>   where the public data sets lie, a folder each; beside the repository unless told
  --json            say the figures as one line of JSON: a list of {figure, published, ours, ok}

Fits the models to public data and puts their figures beside the published ones. The status is 0 where all agree, 1 where one
does not, 2 where no data set was found.`;

const options = {
  data: { type: "string", default: join("..", "shared", "data") },
  json: { type: "boolean", default: false },
} as const;

const sources: readonly FigureSource[] = [cdnowFigures, referenceFigures, groceryFigures];

export const command: Command = { summary: "Re-derive published figures.", usage, run };

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  const figures: Figure[] = [];
  for (const source of sources) {
    const paths = source.files.map((file) => join(values.data, file));
    const absent = paths.filter((path) => !existsSync(path));
    if (absent.length > 0) console.error(`${source.what}: left out, since there is no ${absent.join(" and no ")}.`);
    else figures.push(...source.derive(paths));
  }
  if (values.json) console.log(JSON.stringify(figures));
  else say(figures);
  if (figures.length === 0) return 2;
  return figures.every(({ ok }) => ok) ? 0 : 1;
}

function say(figures: readonly Figure[]): void {
  const digits = (value: number) => String(Number(value.toPrecision(10)));
  for (const { figure, published, ours, ok } of figures) {
    console.log(
      `${ok ? "  " : "! "}${figure.padEnd(66)} ${digits(published).padStart(14)} ${digits(ours).padStart(14)}`,
    );
  }
  const agreeing = figures.filter(({ ok }) => ok).length;
  console.log(`${agreeing} of ${figures.length} figures agree (published, ours).`);
}
