import { once } from "node:events";
import { createReadStream, createWriteStream, readFileSync, renameSync, rmSync, type WriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { dateOfEpochDay } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { systemClock } from "#entry/runtime.ts";
import { csvText } from "#outbound/exports/csv-text.ts";
import type { Reading } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import { readTables } from "#predict/tables/read-table.ts";
import { loadTask } from "#predict/tasks/task-registry.ts";
import type { FittedTask, ScoreAsked } from "#predict/tasks/task.ts";
import type { Command } from "./command.ts";
import { columnOptions, columnsOf, encodingOf, taskSettingsOf } from "./predict-options.ts";
import { say, tellReading } from "./predict-progress.ts";
import { answered, Refusal, refuseTable, withPlaces } from "./predict-refusal.ts";

const usage = `jumpstation predict score --model <model.json> --data <file> --out <scores.csv>

  --id <column>      the first column of the answer; the one of the fit unless named, line numbers without any
  --encoding <name>  of a file that is not UTF-8
  --horizon <time>   how far ahead, where the task looks ahead: 90d, 26w, 6m, or several with commas; for timing learnt from
                     durations bare numbers in their unit, such as 3,12,24: chances from time 0, whatever time has passed
  --until <day>      scores as of this day; the one of the fit where it had one, else the last in the file
  --reasons          two more columns: why, strongest first, and the day on which the score is too old to use
  --quiet            no progress on the error stream

Writes id and score, or a column for each asked time. A file of any length is read in pieces where rows score by themselves.
The status is 2 for a refusal, which names the column and the line.`;

const options = {
  ...columnOptions,
  model: { type: "string" },
  out: { type: "string" },
  horizon: { type: "string" },
  until: { type: "string" },
  reasons: { type: "boolean", default: false },
  quiet: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

const ROWS_AT_ONCE = 100_000;

export const command: Command = { summary: "Score a table.", usage, run: (args) => answered(() => run(args)) };

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  const { model, data, out } = values;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (model === undefined || data === undefined || out === undefined) {
    console.error(usage);
    return 2;
  }
  const settings = taskSettingsOf(values);
  if (!settings.ok) throw new Refusal(settings.error);
  const encoding = encodingOf(values);
  if (!encoding.ok) throw new Refusal(encoding.error);
  const fitted = readModel(model);
  const reading = { ...fitted.reading(columnsOf(values), false), ...encoding.value };
  const rowsAtOnce = fitted.isByRow ? ROWS_AT_ONCE : Number.POSITIVE_INFINITY;
  const asked = { fitted, settings: settings.value, hasReasons: values.reasons, expiresOn: expiryOf(fitted) };
  const part = `${out}.part`;
  try {
    const rows = await write(part, { data, isQuiet: values.quiet, reading: { ...reading, rowsAtOnce }, asked });
    renameSync(part, out);
    if (!values.quiet) say(`${out}: ${rows.toLocaleString("en")} scores.`);
  } finally {
    // Whoever reads the scores finds all of them, or those of before.
    rmSync(part, { force: true });
  }
  return 0;
}

type Writing = {
  readonly data: string;
  readonly isQuiet: boolean;
  readonly reading: Reading & { readonly rowsAtOnce: number };
  readonly asked: Asking;
};

/** How many scores were written. */
async function write(path: string, { data, isQuiet, reading, asked }: Writing): Promise<number> {
  let file: WriteStream | undefined;
  let rows = 0;
  for await (const table of readTables(createReadStream(data), reading, tellReading(data, isQuiet))) {
    if (!table.ok) throw refuseTable(data, table.error);
    const { header, lines, note } = withPlaces(data, table.value, () => csvOf(table.value, asked));
    file ??= await begun(path, header);
    if (!file.write(lines.join(""))) await once(file, "drain");
    rows += lines.length;
    if (note !== undefined && !isQuiet) say(`Scores ${note}.`);
  }
  file?.end();
  if (file !== undefined) await once(file, "finish");
  return rows;
}

export function readModel(path: string): FittedTask {
  const text = readFileSync(path, "utf8");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Refusal(`${path}: This is no JSON.`);
  }
  return withPlaces(path, undefined, () => loadTask(json));
}

function expiryOf({ card }: FittedTask): string {
  return dateOfEpochDay(Math.floor(systemClock.now() / DAY_MS) + card.expiresAfterDays);
}

async function begun(path: string, header: string): Promise<WriteStream> {
  const file = createWriteStream(path);
  await once(file, "open");
  file.write(header);
  return file;
}

type Asking = {
  readonly fitted: FittedTask;
  readonly settings: ScoreAsked;
  readonly hasReasons: boolean;
  readonly expiresOn: string;
};

function csvOf(table: Table, { fitted, settings, hasReasons, expiresOn }: Asking) {
  const { id, columns, words = [], note } = fitted.score(table, settings);
  const reasons = hasReasons ? fitted.reasons(table, settings) : [];
  const names = [...columns, ...words].map(({ name }) => name);
  const header = ["id", ...names, ...(hasReasons ? ["reasons", "expires"] : [])];
  const lines = id.map((name, row) => {
    const scores = columns.map(({ values }) => said(values[row]));
    const told = words.map(({ texts }) => plainOrQuoted(texts[row] ?? ""));
    const why = hasReasons ? [csvText((reasons[row] ?? []).join("; ")), expiresOn] : [];
    return `${[plainOrQuoted(name), ...scores, ...told, ...why].join(",")}\n`;
  });
  return { header: `${header.join(",")}\n`, lines, note };
}

/** A number; nothing where it is not known. */
function said(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? "" : String(value);
}

/** A name as it stood in the file: another tool will look for just that. */
function plainOrQuoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
