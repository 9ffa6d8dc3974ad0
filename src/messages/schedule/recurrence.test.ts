import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addDays, weekdayOf } from "#kernel/calendar.ts";
import { occurrencesBetween } from "./expand.ts";
import { parsePace, type Pace } from "./pace.ts";

/**
 * The recurrence corpora of dateutil and libical, as far as the vocabulary of a pace can say them: one occurrence a
 * date, no count, no end (both are taken from the case), weeks from Monday.
 */
type Case = {
  readonly name: string;
  readonly dtstart: string;
  readonly rrule: string;
  readonly instances?: readonly string[];
  readonly agree?: { readonly rrule: boolean; readonly rrule_temporal: boolean };
};
type Parts = Readonly<Record<string, string>>;
type Start = { readonly month: number; readonly day: number; readonly weekday: number; readonly isSunday: boolean };

const folder = "../shared/cases/recurrence";
const isPresent = existsSync(`${folder}/dateutil.json`) && existsSync(`${folder}/libical.json`);
const cases: readonly Case[] = isPresent
  ? ["dateutil", "libical"].flatMap((file) => JSON.parse(readFileSync(`${folder}/${file}.json`, "utf8")) as Case[])
  : [];

const dateOf = (stamp: string) => `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}`;
const numbers = (text: string | undefined) => text?.split(",").map(Number);
const names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** A part of RFC 5545 or 7529 that no pace has. */
const foreign = ["BYSETPOS", "BYWEEKNO", "BYYEARDAY", "BYHOUR", "BYMINUTE", "BYSECOND"];

function weekdaysOf(byDay: string): { nth: number; weekday: number }[] {
  return byDay.split(",").map((token) => ({
    nth: Number(token.slice(0, -2) || 0),
    weekday: names.indexOf(token.slice(-2)) + 1,
  }));
}

function eachNth(on: readonly { readonly weekday: number }[]) {
  return on.flatMap(({ weekday }) => [1, 2, 3, 4, 5].map((nth) => ({ nth, weekday })));
}

/** What a customer would have to choose to say the rule; undefined where the vocabulary has no words for it. */
function wishOf(parts: Parts, start: Start): unknown {
  const { FREQ, BYDAY, BYMONTHDAY, BYMONTH, SKIP = "OMIT" } = parts;
  const every = Number(parts["INTERVAL"] ?? 1);
  const months = numbers(BYMONTH);
  const when = { every, ...(months === undefined ? {} : { months }) };
  const ifMissing = { OMIT: "skip", BACKWARD: "last_day", FORWARD: "next_day" }[SKIP];
  const days = numbers(BYMONTHDAY);
  if (BYDAY !== undefined && days !== undefined) return undefined;
  if (days?.some((day) => day < -1)) return undefined;
  // "The last day" is a 31st that moves back in shorter months.
  const monthDays = days?.includes(-1)
    ? { days: days.map((day) => (day === -1 ? 31 : day)), ifMissing: "last_day" }
    : { days: days ?? [start.day], ifMissing };
  if (days?.includes(-1) && days.some((day) => day > 28)) return undefined;
  const on = BYDAY === undefined ? undefined : weekdaysOf(BYDAY);
  const hasNth = on?.some(({ nth }) => nth !== 0) ?? false;
  const byWeekday = (list: readonly { weekday: number }[]) => ({
    kind: "weeks",
    ...when,
    weekdays: list.map(({ weekday }) => weekday),
  });
  switch (FREQ) {
    case "DAILY":
      if (on === undefined && days === undefined) return { kind: "days", ...when };
      if (every !== 1 || hasNth) return undefined;
      return on === undefined ? { kind: "month_days", ...when, ...monthDays } : byWeekday(on);
    case "WEEKLY": {
      const weekdays = on ?? [start];
      const isSundayFree = !start.isSunday && weekdays.every(({ weekday }) => weekday !== 7);
      if (hasNth || days !== undefined) return undefined;
      return every === 1 || isSundayFree || (parts["WKST"] ?? "MO") === "MO" ? byWeekday(weekdays) : undefined;
    }
    case "MONTHLY":
      if (on === undefined) return { kind: "month_days", ...when, ...monthDays };
      if (hasNth) return { kind: "month_weekdays", ...when, on };
      // "Every Tuesday of every second month": all five of them.
      return every === 1 ? byWeekday(on) : { kind: "month_weekdays", ...when, on: eachNth(on) };
    case "YEARLY":
      if (months === undefined && days === undefined && on === undefined) {
        return { kind: "yearly", every, month: start.month, day: start.day, ifMissing };
      }
      if (every !== 1) return undefined;
      if (on === undefined) return { kind: "month_days", ...when, ...monthDays };
      if (!hasNth) return byWeekday(on);
      return months === undefined ? undefined : { kind: "month_weekdays", every, months, on };
    default:
      return undefined;
  }
}

function paceOf({ rrule, dtstart }: Case): Pace | undefined {
  const parts = Object.fromEntries(
    rrule
      .split(";")
      .filter((part) => part !== "")
      .map((part) => part.split("=") as [string, string]),
  );
  if (foreign.some((name) => name in parts) || (parts["RSCALE"] ?? "GREGORIAN") !== "GREGORIAN") return undefined;
  const date = dateOf(dtstart);
  const weekday = weekdayOf(date);
  const start = { month: Number(date.slice(5, 7)), day: Number(date.slice(8)), weekday, isSunday: weekday === 7 };
  const parsed = parsePace(wishOf(parts, start));
  return parsed.ok ? parsed.value : undefined;
}

/** The dates of the corpus, and as many of ours: COUNT and UNTIL belong to the case, not to a pace. */
function bothSeries(one: Case, pace: Pace) {
  const theirs = (one.instances ?? []).map(dateOf);
  const from = dateOf(one.dtstart);
  const count = /COUNT=(\d+)/.exec(one.rrule)?.[1];
  const until = /UNTIL=(\d{8}(T\d{6})?)/.exec(one.rrule)?.[1];
  const last = theirs.at(-1) ?? from;
  const clock = one.dtstart.slice(8, 15);
  const isIncluded = (date: string) =>
    until === undefined || `${date.replaceAll("-", "")}${clock}` <= (until.includes("T") ? until : `${until}T999999`);
  const to = count === undefined && until !== undefined ? dateOf(until) : addDays(last, 400);
  const ours = occurrencesBetween({ pace, from, to, anchorOn: from }).filter(isIncluded);
  return { theirs, ours: count === undefined ? ours : ours.slice(0, theirs.length) };
}

const expressible = cases.flatMap((one) => {
  const pace = one.instances === undefined ? undefined : paceOf(one);
  return pace === undefined ? [] : [{ one, pace }];
});
const isSkip = ({ rrule }: Case) => rrule.includes("RSCALE");
const agreed = expressible.filter(({ one }) => !isSkip(one) && one.agree?.rrule === true && one.agree.rrule_temporal);
const skipping = expressible.filter(({ one }) => isSkip(one));
const said = new Set(agreed.map(({ one }) => one));
const unsaid = cases.filter((one) => {
  const isAgreed = one.agree?.rrule === true && one.agree.rrule_temporal;
  return isAgreed && one.instances !== undefined && !isSkip(one) && !said.has(one);
});
const disputed = expressible.filter(({ one }) => !isSkip(one) && one.agree?.rrule !== one.agree?.rrule_temporal);

/** What a pace has no words for; undefined where it should have had some. */
function whyUnsaid({ rrule }: Case): string | undefined {
  const {
    FREQ = "",
    BYDAY = "",
    BYMONTHDAY = "",
    INTERVAL = "1",
    ...parts
  } = Object.fromEntries(rrule.split(";").map((part) => part.split("=") as [string, string])) as Parts;
  if (["HOURLY", "MINUTELY", "SECONDLY"].includes(FREQ)) return "more than once a day";
  if (foreign.some((name) => name in parts)) return "a part of the standard that nobody asks a customer for";
  if (BYDAY !== "" && BYMONTHDAY !== "") return "a weekday that is a certain day of the month too";
  if (/\d/.test(BYDAY) && FREQ !== "MONTHLY" && (FREQ !== "YEARLY" || parts["BYMONTH"] === undefined)) {
    return "the nth weekday of anything but a month";
  }
  if (/-\d/.test(BYMONTHDAY)) return "days counted from the end of the month, but for the last";
  if (parts["WKST"] === "SU" && Number(INTERVAL) > 1) return "every nth week, counted from a Sunday";
  if (FREQ === "DAILY" && BYMONTHDAY !== "" && Number(INTERVAL) > 1) return "every nth day, if it is a certain one";
  return Number(INTERVAL) > 10 && FREQ === "YEARLY" ? "more than ten years apart" : undefined;
}

function compare(list: readonly { readonly one: Case; readonly pace: Pace }[]) {
  const series = list.map(({ one, pace }) => ({ name: `${one.name} ${one.rrule}`, ...bothSeries(one, pace) }));
  expect(series.map(({ name, ours }) => ({ name, dates: ours }))).toEqual(
    series.map(({ name, theirs }) => ({ name, dates: theirs })),
  );
}

describe.skipIf(!isPresent)(`recurrence corpora (${cases.length} cases in ../shared/cases/recurrence)`, () => {
  it(`gives the same dates as dateutil and libical in all ${agreed.length} agreed cases that a pace can say`, () => {
    expect(agreed).toHaveLength(61);
    compare(agreed);
  });

  it(`has no words for ${unsaid.length} agreed cases, each for a reason that is known`, () => {
    expect(unsaid.filter((one) => whyUnsaid(one) === undefined).map(({ name, rrule }) => `${name} ${rrule}`)).toEqual(
      [],
    );
  });

  it(`moves or skips missing days as libical does by RFC 7529 in all ${skipping.length} Gregorian SKIP cases`, () => {
    expect(skipping.length).toBeGreaterThan(4);
    compare(skipping);
  });

  it(`gives the dates of the corpus in the ${disputed.length} cases over which the two JavaScript libraries differ`, () => {
    expect(disputed.length).toBeGreaterThan(0);
    compare(disputed);
  });
});
