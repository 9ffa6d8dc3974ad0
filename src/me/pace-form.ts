import { isLocalDate } from "#kernel/calendar.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { NewsletterPreference, PreferencesInput } from "#messages/preferences/preferences.ts";
import { type Pace, parsePace } from "#messages/schedule/pace.ts";
import type { FieldFaults } from "./general-form.ts";
import type { FormFields, FormShape } from "./read-form.ts";
import { clockOf, isBirthday, minuteOf } from "./say-dates.ts";
import { isSameOrder, parseWays, type WaysDraft, waysDraftFrom, waysShape } from "./ways-form.ts";
import type { FaultCode } from "./words/words.ts";

/** The form of one newsletter's dates, as it is filled in. */
export type PaceDraft = {
  readonly isOn: boolean;
  /** She wants her own where her household gets one. */
  readonly ownCopy: boolean;
  readonly kind: string;
  readonly weekdays: readonly string[];
  readonly everyWeeks: string;
  readonly days: string;
  readonly ifMissing: string;
  readonly dayMonths: string;
  readonly nth: string;
  readonly nthWeekday: string;
  readonly nthMonths: string;
  readonly offset: string;
  readonly dates: readonly string[];
  readonly time: string;
  readonly ways: WaysDraft;
};

export const paceShape: FormShape = {
  form: "one",
  on: "one",
  own: "one",
  kind: "one",
  weekday: "many",
  everyWeeks: "one",
  days: "one",
  ifMissing: "one",
  dayMonths: "one",
  nth: "one",
  nthWeekday: "one",
  nthMonths: "one",
  offset: "one",
  date: "many",
  time: "one",
  ...waysShape,
};

/** What a newsletter does where she has not chosen. */
export type UsualPace = { readonly pace: Pace; readonly minute: number };

export const everyWeekChoices = [1, 2, 3, 4, 6, 8] as const;
export const everyMonthChoices = [1, 2, 3, 4, 6, 12] as const;
export const MOST_DATES = 24;

const blank: PaceDraft = {
  isOn: true,
  ownCopy: false,
  kind: "usual",
  weekdays: [],
  everyWeeks: "1",
  days: "",
  ifMissing: "last_day",
  dayMonths: "1",
  nth: "1",
  nthWeekday: "1",
  nthMonths: "1",
  offset: "0",
  dates: [],
  time: "",
  ways: undefined,
};

/** The form for what holds now. A pace that the form can't show (an API may choose more) is kept as it is. */
export function paceDraftOf({ pace, minute, isOn, isOwnPace, ownCopy, channelOrder }: NewsletterPreference): PaceDraft {
  const frame = { ...blank, isOn, ownCopy, time: clockOf(minute), ways: channelOrder ?? [] };
  if (!isOwnPace) return frame;
  const isWhole = !("months" in pace) || pace.months === undefined;
  switch (pace.kind) {
    case "weeks":
      if (!isWhole || !everyWeekChoices.some((every) => every === pace.every)) return { ...frame, kind: "keep" };
      return { ...frame, kind: "weeks", weekdays: pace.weekdays.map(String), everyWeeks: String(pace.every) };
    case "month_days":
      if (!isWhole || !isMonthChoice(pace.every)) return { ...frame, kind: "keep" };
      return {
        ...frame,
        kind: "month_days",
        days: pace.days.join(", "),
        ifMissing: pace.ifMissing,
        dayMonths: String(pace.every),
      };
    case "month_weekdays": {
      const [on] = pace.on;
      if (!isWhole || on === undefined || pace.on.length > 1 || on.nth < -1 || !isMonthChoice(pace.every))
        return { ...frame, kind: "keep" };
      const nth = { nth: String(on.nth), nthWeekday: String(on.weekday), nthMonths: String(pace.every) };
      return { ...frame, kind: "month_weekdays", ...nth };
    }
    case "own_date": {
      const isOffered = isBirthday(pace.attribute) && [0, -1, -3, -7].includes(pace.offsetDays);
      if (!isOffered || pace.repeats !== "yearly") return { ...frame, kind: "keep" };
      return { ...frame, kind: "birthday", offset: String(pace.offsetDays) };
    }
    case "dates":
      return pace.on.length > MOST_DATES ? { ...frame, kind: "keep" } : { ...frame, kind: "dates", dates: pace.on };
    case "never":
      return { ...frame, kind: "never" };
    default:
      return { ...frame, kind: "keep" };
  }
}

function isMonthChoice(every: number): boolean {
  return everyMonthChoices.some((choice) => choice === every);
}

export function paceDraftFrom(fields: FormFields): PaceDraft {
  return {
    isOn: fields.one("on") === "yes",
    ownCopy: fields.one("own") === "yes",
    kind: fields.one("kind"),
    weekdays: fields.many("weekday"),
    everyWeeks: fields.one("everyWeeks"),
    days: fields.one("days"),
    ifMissing: fields.one("ifMissing"),
    dayMonths: fields.one("dayMonths"),
    nth: fields.one("nth"),
    nthWeekday: fields.one("nthWeekday"),
    nthMonths: fields.one("nthMonths"),
    offset: fields.one("offset"),
    dates: fields.many("date").filter((date) => date !== ""),
    time: fields.one("time"),
    ways: waysDraftFrom(fields),
  };
}

type NewsletterChoice = PreferencesInput["newsletters"][number];

/** What the form means for this newsletter, or every field that can't be read. Only the fields of the chosen kind count. */
export function parsePaceForm(
  draft: PaceDraft,
  { newsletter, usual, birthOn }: PaceFrame,
): Result<NewsletterChoice, FieldFaults> {
  const faults = new Map<string, FaultCode>();
  const minute = draft.time === "" ? usual.minute : minuteOf(draft.time);
  if (minute === undefined) faults.set("time", "time");
  const wish = wishOf(draft, { newsletter, usual, birthOn }, faults);
  const pace = wish === undefined ? undefined : parsePace(timed(wish, minute));
  if (pace?.ok === false && faults.size === 0) faults.set("kind", "pace");
  const ways = parseWays(draft.ways, newsletter.channels);
  if ("fault" in ways) faults.set("ways", ways.fault);
  if (faults.size > 0 || minute === undefined || pace?.ok !== true || "fault" in ways) return err(faults);
  // Where nobody else lives with her the form does not ask, and what she said before stays.
  const own = newsletter.isShared ? { ownCopy: draft.ownCopy } : {};
  const by = ways.order == null ? { channel: newsletter.channel } : {};
  const order =
    ways.order === undefined || isSameOrder(ways.order, newsletter.channelOrder) ? {} : { channelOrder: ways.order };
  return ok({ code: newsletter.code, isOn: draft.isOn, ...by, ...order, pace: pace.value, minute, ...own });
}

export type PaceFrame = {
  readonly newsletter: NewsletterPreference;
  readonly usual: UsualPace;
  readonly birthOn: string | null;
};

/** A clock time inside the pace would win over the one beside it: it follows what she wrote. */
function timed(wish: unknown, minute: number | undefined): unknown {
  const hasTime = typeof wish === "object" && wish !== null && "minute" in wish;
  return hasTime ? { ...wish, minute } : wish;
}

function wishOf(draft: PaceDraft, frame: PaceFrame, faults: Map<string, FaultCode>): unknown {
  switch (draft.kind) {
    case "usual":
      return frame.usual.pace;
    case "keep":
      return frame.newsletter.pace;
    case "weeks":
      if (draft.weekdays.length === 0) faults.set("weekday", "weekday_needed");
      return { kind: "weeks", every: Number(draft.everyWeeks), weekdays: draft.weekdays.map(Number) };
    case "month_days":
      return monthDaysOf(draft, faults);
    case "month_weekdays": {
      const on = [{ nth: Number(draft.nth), weekday: Number(draft.nthWeekday) }];
      return { kind: "month_weekdays", every: Number(draft.nthMonths), on };
    }
    case "birthday":
      if (frame.birthOn === null && frame.newsletter.pace.kind !== "own_date") faults.set("kind", "choice");
      return { kind: "own_date", attribute: "birthday", offsetDays: Number(draft.offset) };
    case "dates":
      if (draft.dates.length === 0 || draft.dates.length > MOST_DATES) faults.set("date", "dates_needed");
      if (!draft.dates.every(isLocalDate)) faults.set("date", "date");
      return { kind: "dates", on: draft.dates };
    case "never":
      return { kind: "never" };
    default:
      faults.set("kind", "choice");
      return undefined;
  }
}

function monthDaysOf({ days, ifMissing, dayMonths }: PaceDraft, faults: Map<string, FaultCode>): unknown {
  const numbers = days.split(/[\s,;،]+/).filter((part) => part !== "");
  const isRead = numbers.length > 0 && numbers.every((part) => /^([1-9]|[12]\d|3[01])\.?$/.test(part));
  if (!isRead) faults.set("days", "days_needed");
  const read = numbers.map((part) => Number.parseInt(part, 10));
  return { kind: "month_days", every: Number(dayMonths), days: read, ifMissing };
}
