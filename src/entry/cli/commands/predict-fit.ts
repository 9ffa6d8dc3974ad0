import { createReadStream, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { readTable } from "#predict/tables/read-table.ts";
import { findTask, tasks } from "#predict/tasks/task-registry.ts";
import type { FittedTask, Task, TaskSettings } from "#predict/tasks/task.ts";
import type { Command } from "./command.ts";
import { columnOptions, encodingOf, taskSettingsOf } from "./predict-options.ts";
import { say, tellReading } from "./predict-progress.ts";
import { answered, Refusal, refuseTable, withPlaces } from "./predict-refusal.ts";

const usage = `jumpstation predict fit --task <task> --data <file> --out <model.json>

${tasks.map(({ name, summary }) => `  ${name.padEnd(14)}${summary}`).join("\n")}

  --data <file>        CSV with a header, any delimiter, gzip or not; --encoding <name> where it is not UTF-8
  --target <column>    what shall be foretold; --event <word> names the value that is the event
  --id <column>        whom the row is about
  --time <column>      when it was: with it, models are judged on later rows; for timing with --target how long it took until
                       the event, or how long the row was followed without it: a number in any unit, such as months
  --amount <column>    money; --margin <column> the part of it that is earned
  --treatment <column> who was contacted; --treated <word> and --control <word> name the two that are compared
  --until <day>        the fit looks no further
  --horizon <time>     how far ahead: 90d, 26w, 6m, 1y, or several with commas; a bare number is days, but in a table of durations
                       (timing with --target) a number in their unit, such as 3,12,24
  --quiet-for <time>   without a purchase for so long an account is dormant; as long as the horizon unless told
  --k <n>              how many clusters; the most stable number unless told
  --category <c,…>     columns whose numbers are codes
  --input <c,…>        the columns that are inputs; all others unless told
  --exclude <c,…>      columns that are no inputs
  --seed <n>           1 unless told; the same rows and seed give the same model
  --quiet              no progress on the error stream

A column is numbers where every value in the first 10,000 records is one or a date, and categories otherwise. Numbers may have
commas, the sign of a currency or per cent. A column of numbers with a few words in it is refused with its line, since that is
more often a fault than a code. Empty, NA, N/A, NaN, null and ? are missing; among numbers also none, unknown, - and the like.
Columns with more than 1,000 different words are left out, and so is a number of the row. The status is 2 for a refusal.`;

const options = {
  ...columnOptions,
  task: { type: "string" },
  out: { type: "string" },
  event: { type: "string" },
  until: { type: "string" },
  horizon: { type: "string" },
  "quiet-for": { type: "string" },
  treated: { type: "string" },
  control: { type: "string" },
  k: { type: "string" },
  input: { type: "string" },
  category: { type: "string" },
  exclude: { type: "string" },
  seed: { type: "string" },
  quiet: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

export const command: Command = { summary: "Learn from a table.", usage, run: (args) => answered(() => run(args)) };

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { data, out } = values;
  const named = findTask(values.task ?? "");
  if (named === undefined || data === undefined || out === undefined) {
    console.error(usage);
    return 2;
  }
  const settings = taskSettingsOf(values);
  if (!settings.ok) throw new Refusal(settings.error);
  const encoding = encodingOf(values);
  if (!encoding.ok) throw new Refusal(encoding.error);
  const task = named.formOf?.(settings.value.columns) ?? named;
  // Told before the work, not behind it.
  statSync(dirname(out));
  const fitted = await fit(task, settings.value, { data, isQuiet: values.quiet, ...encoding.value });
  writeFileSync(out, `${JSON.stringify(fitted)}\n`);
  if (!values.quiet) say(`${out}: ${fitted.card.model}, ${fitted.card.calibration.method} calibration.`);
  return 0;
}

type From = { readonly data: string; readonly isQuiet: boolean; readonly encoding?: string };

async function fit(task: Task, settings: TaskSettings, from: From): Promise<FittedTask> {
  const { data, isQuiet, ...encoding } = from;
  const absent = task.needs.find((role) => settings.columns[role] === undefined);
  if (absent !== undefined) throw new Refusal(`The task ${task.name} needs --${absent} <column>.`);
  const { columns: roles, excluded } = settings;
  const isWords = task.isTargetWords === true && roles.target !== undefined;
  const categories = isWords ? [...settings.categories, roles.target] : settings.categories;
  const only = settings.inputs === undefined ? {} : { only: settings.inputs };
  const hasDurations = task.hasDurations === true;
  const reading = { roles, categories, excluded, hasDurations, ...only, ...encoding };
  const table = await readTable(createReadStream(data), reading, tellReading(data, isQuiet));
  if (!table.ok) throw refuseTable(data, table.error);
  const onStep = isQuiet ? () => undefined : say;
  return withPlaces(data, table.value, () => task.fit(table.value, settings, { onStep }));
}
