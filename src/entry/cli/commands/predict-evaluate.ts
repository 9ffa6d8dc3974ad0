import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";
import { readTable } from "#predict/tables/read-table.ts";
import type { TaskEvaluation } from "#predict/tasks/task.ts";
import type { Command } from "./command.ts";
import { columnOptions, columnsOf, encodingOf, taskSettingsOf, worthOf } from "./predict-options.ts";
import { tellReading } from "./predict-progress.ts";
import { answered, Refusal, refuseTable, withPlaces } from "./predict-refusal.ts";
import { readModel } from "./predict-score.ts";

const usage = `jumpstation predict evaluate --model <model.json> --data <file>

  --target <column>   what came; the column of the fit unless named
  --encoding <name>   of a file that is not UTF-8
  --until <day>       for tasks that look ahead: judged on what came behind this day
  --horizon <time>    and so far ahead; for timing learnt from durations a number in their unit, or several with commas
  --value <money>     what an event brings (spending: what is earned of each unit spent), and
  --cost <money>      what asking one costs: then the profit of asking the best, and where it is highest
  --seed <n>          of the bootstrap; 1 unless told
  --card              the model card instead: what it was made of, and what it showed
  --json              one line of JSON
  --quiet             no progress on the error stream

How good the model is on rows that it did not learn from, and how far these have drifted from those that it did learn from.`;

const options = {
  ...columnOptions,
  model: { type: "string" },
  seed: { type: "string" },
  until: { type: "string" },
  horizon: { type: "string" },
  value: { type: "string" },
  cost: { type: "string" },
  card: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  quiet: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

export const command: Command = { summary: "Judge a model.", usage, run: (args) => answered(() => run(args)) };

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { model, data } = values;
  if (model === undefined || (data === undefined && !values.card)) {
    console.error(usage);
    return 2;
  }
  const settings = taskSettingsOf(values);
  if (!settings.ok) throw new Refusal(settings.error);
  const worth = worthOf(values.value, values.cost);
  if (!worth.ok) throw new Refusal(worth.error);
  const fitted = readModel(model);
  if (data === undefined || values.card) {
    tell({ ...fitted.card }, values.json);
    return 0;
  }
  const encoding = encodingOf(values);
  if (!encoding.ok) throw new Refusal(encoding.error);
  const reading = { ...fitted.reading(columnsOf(values), true), ...encoding.value };
  const table = await readTable(createReadStream(data), reading, tellReading(data, values.quiet));
  if (!table.ok) throw refuseTable(data, table.error);
  const asked = { ...settings.value, ...(worth.value === undefined ? {} : { worth: worth.value }) };
  const found = withPlaces(data, table.value, () => fitted.evaluate(table.value, asked));
  if (asked.worth !== undefined && !hasProfit(found)) {
    throw new Refusal(`--value and --cost: the task ${fitted.task} makes no list of whom to ask.`);
  }
  tell(found, values.json);
  return 0;
}

/** Of a sale, the part that is money has it. */
function hasProfit(found: TaskEvaluation): boolean {
  return [found, ...Object.values(found)].some((part) => typeof part === "object" && part !== null && "profit" in part);
}

function tell(found: TaskEvaluation, isJson: boolean): void {
  if (isJson) {
    console.log(JSON.stringify(found));
    return;
  }
  for (const [name, value] of Object.entries(found)) {
    if (Array.isArray(value) && value.length > 0 && typeof value[0] === "object") {
      console.log(`${name}:`);
      console.table(value);
    } else {
      console.log(`${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
    }
  }
}
