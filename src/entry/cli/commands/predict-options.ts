import { err, ok, type Result } from "#kernel/result.ts";
import { isEncoding } from "#customers/import/read/encoding.ts";
import { epochDayOf, isLocalDate } from "#kernel/calendar.ts";
import type { Worth } from "#predict/evaluate/gains.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";

/** The options that say what the columns of a file are. */
export const columnOptions = {
  data: { type: "string" },
  target: { type: "string" },
  id: { type: "string" },
  time: { type: "string" },
  amount: { type: "string" },
  margin: { type: "string" },
  treatment: { type: "string" },
  encoding: { type: "string" },
} as const;

export type Asked = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

const ROLES = ["target", "id", "time", "amount", "margin", "treatment"] as const;

export function columnsOf(values: Asked): TaskSettings["columns"] {
  return Object.fromEntries(ROLES.flatMap((role) => (typeof values[role] === "string" ? [[role, values[role]]] : [])));
}

/** How the file is encoded, as part of a reading; the error says that there is no such encoding. */
export function encodingOf({ encoding }: Asked): Result<{ readonly encoding?: string }, string> {
  if (typeof encoding !== "string") return ok({});
  return isEncoding(encoding)
    ? ok({ encoding })
    : err(`--encoding is the name of one, such as utf-8 or windows-1252; not ${encoding}.`);
}

const DAYS_BY_UNIT = { d: 1, w: 7, m: 30.4375, y: 365.25 } as const;

/** "26w", "90d,180d" or "90" as days; a month is a twelfth of a year. */
export function horizonsOf(text: string | undefined): Result<readonly number[], string> {
  const days = (text ?? "")
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(daysOf);
  const isRight = days.every((each) => each > 0 && Number.isFinite(each));
  return isRight
    ? ok(days)
    : err(`--horizon is a time ahead such as 90d, 26w, 6m or 1y, or several with commas; not ${text}.`);
}

function daysOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([dwmy]?)$/.exec(text.trim());
  if (match === null) return Number.NaN;
  const unit = (match[2] === "" ? "d" : match[2]) as keyof typeof DAYS_BY_UNIT;
  return Number(match[1]) * DAYS_BY_UNIT[unit];
}

/** What was asked of a fit; the error says in words what is wrong. */
export function taskSettingsOf(values: Asked): Result<TaskSettings, string> {
  const text = (name: string) => (typeof values[name] === "string" ? values[name] : undefined);
  const horizons = horizonsOf(text("horizon"));
  if (!horizons.ok) return horizons;
  const until = text("until");
  if (until !== undefined && !isLocalDate(until) && !/^\d{1,6}(\.\d+)?$/.test(until)) {
    return err(`--until is a date such as 2027-01-31, or a number of days where times are days; not ${until}.`);
  }
  const seed = Number(text("seed") ?? "1");
  if (!Number.isSafeInteger(seed)) return err(`--seed is a whole number, not ${text("seed")}.`);
  const event = text("event");
  const k = text("k");
  if (k !== undefined && !(Number.isInteger(Number(k)) && Number(k) >= 2 && Number(k) <= 50)) {
    return err(`--k is a whole number from 2 to 50, not ${k}.`);
  }
  const inputs = listOf(text("input"));
  const [treated, control] = [text("treated"), text("control")];
  const quiet = horizonsOf(text("quiet-for"));
  if (!quiet.ok) return err(quiet.error.replace("--horizon", "--quiet-for"));
  const [quietDays] = quiet.value;
  return ok({
    columns: columnsOf(values),
    categories: listOf(text("category")),
    excluded: listOf(text("exclude")),
    horizons: horizons.value,
    ...(/[dwmy]/.test(text("horizon") ?? "") ? { hasUnits: true } : {}),
    seed,
    ...(until === undefined ? {} : { until: isLocalDate(until) ? epochDayOf(until) : Number(until) }),
    ...(event === undefined ? {} : { event }),
    ...(quietDays === undefined ? {} : { quietDays }),
    ...(treated === undefined ? {} : { treated }),
    ...(control === undefined ? {} : { control }),
    ...(inputs.length === 0 ? {} : { inputs }),
    ...(k === undefined ? {} : { k: Number(k) }),
  });
}

/** What an event brings and what asking one costs, where both were told. */
export function worthOf(value: string | undefined, cost: string | undefined): Result<Worth | undefined, string> {
  if (value === undefined && cost === undefined) return ok(undefined);
  const worth = { value: Number(value?.trim() || "?"), cost: Number(cost?.trim() || "?") };
  return worth.value > 0 && worth.cost >= 0 && Number.isFinite(worth.value + worth.cost)
    ? ok(worth)
    : err("--value and --cost go together: what an event brings, above 0, and what asking one costs, 0 or more.");
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
