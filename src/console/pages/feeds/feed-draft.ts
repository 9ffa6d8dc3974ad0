import { z } from "zod";
import { feedBody, feedCode, type FeedSettings } from "#catalogue/feeds/feed.ts";
import { type FeedHeader, feedHeader } from "#catalogue/feeds/feed-header.ts";
import type { Feed } from "#catalogue/feeds/find-feed.ts";
import { feedMapping } from "#catalogue/feeds/mapping/mapping.ts";
import { isZone } from "#kernel/calendar.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type FieldFaults, readFields } from "#console/form-faults.ts";
import { sourceOf, sourceWords } from "#console/source-words.ts";

/** Fields of a product set that have a line of their own in the form; the others stand in its JSON. */
export const lineFields = [
  "code",
  "category",
  "title",
  "body",
  "price",
  "currency",
  "imageUrl",
  "linkUrl",
  "stock",
  "availability",
] as const;

export type LineField = (typeof lineFields)[number];

const plain = [
  "code",
  "title",
  "mode",
  "url",
  "headerName",
  "headerValue",
  "dropHeader",
  "when",
  "hours",
  "times",
  "zone",
  "kind",
  "delimiter",
  "items",
  "encoding",
  "like",
  "locale",
  "decimal",
  "rest",
  "guardPercent",
  "images",
  "state",
] as const;

/** A feed as its form has it: one text a field. */
export type FeedDraft = Readonly<Record<(typeof plain)[number] | `mapping.${LineField}`, string>>;

export const draftNames: ReadonlyArray<keyof FeedDraft> = [
  ...plain,
  ...lineFields.map((name) => `mapping.${name}` as const),
];

export const emptyDraft: FeedDraft = {
  ...(Object.fromEntries(draftNames.map((name) => [name, ""])) as FeedDraft),
  mode: "full",
  when: "times",
  hours: "6",
  times: "06:00",
  zone: "UTC",
  kind: "xml",
  like: "google-merchant",
  locale: "en",
  decimal: ".",
  guardPercent: "20",
  images: "host",
  state: "live",
};

/** What stands in a feed's form at first. The header's value is not among it: nobody sees that again. */
export function draftOf({ code, settings, header }: Feed): FeedDraft {
  const { title, mode, url, schedule, form, mapping, guardPercent, images, state } = settings;
  const lines = Object.fromEntries(
    lineFields.map((name) => {
      const source = mapping[name];
      return [`mapping.${name}`, source === undefined ? "" : (sourceWords(source) ?? "")];
    }),
  );
  return {
    ...emptyDraft,
    ...lines,
    ...whenOf(schedule),
    code,
    title,
    mode,
    url: url ?? "",
    headerName: header?.name ?? "",
    kind: form.kind,
    delimiter: form.delimiter === "\t" ? "\\t" : (form.delimiter ?? ""),
    items: form.items ?? "",
    encoding: form.encoding ?? "",
    like: mapping.like ?? "",
    locale: mapping.locale,
    decimal: mapping.decimal,
    rest: restOf(mapping),
    guardPercent: String(guardPercent),
    images,
    state,
  };
}

function whenOf(schedule: FeedSettings["schedule"]): Partial<FeedDraft> {
  if (schedule === undefined) return { when: "asked" };
  if ("everyHours" in schedule) return { when: "hours", hours: String(schedule.everyHours) };
  return { when: "times", times: schedule.at.join(", "), zone: schedule.zone };
}

const byDefault: Readonly<Record<string, unknown>> = feedMapping.parse({});
const own: ReadonlySet<string> = new Set(["like", "locale", "decimal"]);

/** What of a mapping has no line in the form, as JSON; "" where that is nothing. */
function restOf(mapping: FeedSettings["mapping"]): string {
  const rest = Object.entries(mapping).filter(([name, value]) => {
    if (own.has(name) || JSON.stringify(byDefault[name]) === JSON.stringify(value)) return false;
    const line = lineFields.find((each) => each === name);
    const source = line === undefined ? undefined : mapping[line];
    return source === undefined || sourceWords(source) === undefined;
  });
  return rest.length === 0 ? "" : JSON.stringify(Object.fromEntries(rest), undefined, 2);
}

export type FeedAsked = {
  readonly code: string;
  readonly settings: FeedSettings;
  /** null takes the known one away; undefined leaves it. */
  readonly header: FeedHeader | null | undefined;
};

/** A draft as it is put, or what is wrong at which field of the form. `known` is the feed as it stands. */
export function readFeedDraft(draft: FeedDraft, known: Feed | undefined): Result<FeedAsked, FieldFaults> {
  const code = readFields(z.object({ code: feedCode }), { code: draft.code });
  const schedule = scheduleIn(draft);
  const rest = restIn(draft.rest);
  const header = headerIn(draft, known);
  const settings = readFields(
    feedBody,
    settingsIn(draft, { known, schedule: schedule.ok ? schedule.value : undefined, rest: rest.ok ? rest.value : {} }),
  );
  if (code.ok && schedule.ok && rest.ok && header.ok && settings.ok) {
    return ok({ code: code.value.code, settings: settings.value, header: header.value });
  }
  const faulty = [code, schedule, rest, header].map((each) => (each.ok ? {} : each.error));
  return err(Object.assign({}, settings.ok ? {} : namedAsInForm(settings.error), ...faulty));
}

/** Faults of settings under the names that the form has: what has no field of its own is told at its JSON. */
export function namedAsInForm(faults: FieldFaults): FieldFaults {
  const names: ReadonlySet<string> = new Set(draftNames);
  return Object.fromEntries(
    Object.entries(faults)
      .reverse()
      .map(([path, words]) => {
        if (names.has(path)) return [path, words];
        const [first = "", ...more] = path.split(".");
        if (first === "header") return ["headerValue", words];
        if (first === "schedule") return ["when", words];
        const last = more.at(-1) ?? "";
        if (names.has(last)) return [last, words];
        return ["rest", more.length === 0 ? words : `${more.join(".")}: ${words}`];
      }),
  );
}

type Beside = {
  readonly known: Feed | undefined;
  readonly schedule: unknown;
  readonly rest: Readonly<Record<string, unknown>>;
};

function settingsIn(draft: FeedDraft, { known, schedule, rest }: Beside): unknown {
  const { title, mode, url, kind, items, encoding, like, locale, decimal, guardPercent, images, state } = draft;
  const lines = lineFields.flatMap((name) => {
    const words = draft[`mapping.${name}`];
    return words === "" ? [] : [[name, sourceOf(words)] as const];
  });
  const delimiter = draft.delimiter === "\\t" ? "\t" : draft.delimiter;
  const quote = known?.settings.form.quote;
  const form = { kind, ...given({ delimiter, items, encoding }), ...(quote === undefined ? {} : { quote }) };
  const mapping = { ...rest, ...given({ like, locale }), decimal, ...Object.fromEntries(lines) };
  return {
    title,
    mode,
    form,
    mapping,
    ...given({ url }),
    ...(schedule === undefined ? {} : { schedule }),
    guardPercent: /^\d{1,3}$/.test(guardPercent) ? Number(guardPercent) : -1,
    images,
    state,
  };
}

function given(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

const hourly = z.object({
  hours: z.string().refine((text) => /^\d{1,3}$/.test(text) && +text >= 1 && +text <= 168, "A whole number, 1 to 168."),
});

const daily = z.object({
  times: z
    .string()
    .refine(
      (text) => timesIn(text).every((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time)),
      "Times such as 06:00, 18:30.",
    ),
  zone: z.string().refine(isZone, "This is no time zone: Europe/London."),
});

function timesIn(text: string): readonly string[] {
  return text.split(/[\s,;]+/);
}

function scheduleIn({ when, hours, times, zone }: FeedDraft): Result<unknown, FieldFaults> {
  if (when === "hours") {
    const read = readFields(hourly, { hours });
    return read.ok ? ok({ everyHours: Number(hours) }) : read;
  }
  if (when !== "times") return ok(undefined);
  const read = readFields(daily, { times, zone });
  return read.ok ? ok({ at: [...new Set(timesIn(times))].sort(), zone }) : read;
}

function restIn(text: string): Result<Readonly<Record<string, unknown>>, FieldFaults> {
  if (text === "") return ok({});
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return ok(json as Record<string, unknown>);
    return err({ rest: 'A JSON object: { "tags": "labels" }.' });
  } catch (cause) {
    return err({ rest: `This is no JSON: ${cause instanceof Error ? cause.message : "it can't be read"}` });
  }
}

/** An empty value leaves what is known: it is kept where nobody can read it, so nobody is asked to repeat it. */
function headerIn(
  { headerName: name, headerValue: value, dropHeader }: FeedDraft,
  known: Feed | undefined,
): Result<FeedAsked["header"], FieldFaults> {
  if (dropHeader !== "") return ok(null);
  if (value === "" && (name === "" || name === known?.header?.name)) return ok(undefined);
  if (value === "") return err({ headerValue: "Say its value, too." });
  const read = readFields(feedHeader, { name, value });
  return read.ok
    ? ok(read.value)
    : err(
        Object.fromEntries(
          Object.entries(read.error).map(([at, words]) => [at === "name" ? "headerName" : "headerValue", words]),
        ),
      );
}
