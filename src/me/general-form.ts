import { isLocalDate, isZone } from "#kernel/calendar.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Preferences, PreferencesInput } from "#messages/preferences/preferences.ts";
import type { FormFields, FormShape } from "./read-form.ts";
import { clockOf, minuteOf } from "./say-dates.ts";
import type { FaultCode } from "./words/words.ts";
import { isSameOrder, offeredWays, parseWays, type WaysDraft, waysDraftFrom, waysShape } from "./ways-form.ts";
import { pageLanguage, pageLanguages } from "./words/words-for.ts";

export type FieldFaults = ReadonlyMap<string, FaultCode>;

/** The form as it is filled in: what she sees again when something in it is wrong. */
export type GeneralDraft = {
  /** Codes of the newsletters that are ticked. */
  readonly on: readonly string[];
  readonly pauseFrom: string;
  readonly pauseUntil: string;
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly capCount: string;
  /** "none" or days */
  readonly capDays: string;
  readonly zone: string;
  /** A locale of the form's list. */
  readonly language: string;
  readonly isTracked: boolean;
  readonly ways: WaysDraft;
};

export const generalShape: FormShape = {
  form: "one",
  on: "many",
  pauseFrom: "one",
  pauseUntil: "one",
  quietFrom: "one",
  quietUntil: "one",
  capCount: "one",
  capDays: "one",
  zone: "one",
  language: "one",
  track: "one",
  ...waysShape,
};

export function draftOf(preferences: Preferences): GeneralDraft {
  const { newsletters, pause, quietHours, cap, zone, locale, isTracked } = preferences;
  return {
    on: newsletters.filter(({ isOn }) => isOn).map(({ code }) => code),
    pauseFrom: pause?.from ?? "",
    pauseUntil: pause?.until ?? "",
    quietFrom: quietHours === null ? "" : clockOf(quietHours.from),
    quietUntil: quietHours === null ? "" : clockOf(quietHours.to),
    capCount: cap === null ? "" : String(cap.count),
    capDays: cap === null ? "none" : String(cap.days),
    zone,
    language: locale,
    isTracked,
    ways: preferences.channelOrder ?? [],
  };
}

export function draftFrom(fields: FormFields): GeneralDraft {
  return {
    on: fields.many("on"),
    pauseFrom: fields.one("pauseFrom"),
    pauseUntil: fields.one("pauseUntil"),
    quietFrom: fields.one("quietFrom"),
    quietUntil: fields.one("quietUntil"),
    capCount: fields.one("capCount"),
    capDays: fields.one("capDays"),
    zone: fields.one("zone"),
    language: fields.one("language"),
    isTracked: fields.one("track") === "yes",
    ways: waysDraftFrom(fields),
  };
}

/** Locales to choose from: the page's languages, each as she has it now where it is hers. */
export function localeChoices(own: string): readonly string[] {
  const isOwnSpoken = pageLanguages.some((language) => own.toLowerCase().split(/[-_]/, 1)[0] === language);
  const offered = pageLanguages.map((language) => (isOwnSpoken && pageLanguage(own) === language ? own : language));
  return isOwnSpoken ? offered : [own, ...offered];
}

/** What the form means, or every field that can't be read. `today` is the date where she lives. */
export function parseGeneral(
  draft: GeneralDraft,
  current: Preferences,
  today: string,
): Result<PreferencesInput, FieldFaults> {
  const faults = new Map<string, FaultCode>();
  const pause = parsePause(draft, today, faults);
  const quietHours = parseQuiet(draft, faults);
  const cap = parseCap(draft, faults);
  if (!isZone(draft.zone)) faults.set("zone", "zone");
  if (!localeChoices(current.locale).includes(draft.language)) faults.set("language", "choice");
  const known = new Set(current.newsletters.map(({ code }) => code));
  if (!draft.on.every((code) => known.has(code))) faults.set("on", "choice");
  const ways = parseWays(draft.ways, offeredWays(current.newsletters));
  if ("fault" in ways) faults.set("ways", ways.fault);
  if (faults.size > 0 || "fault" in ways) return err(faults);
  return ok({
    // Only what she changed: the rest stays the vendor's default where it is one.
    newsletters: current.newsletters
      .filter(({ code, isOn }) => draft.on.includes(code) !== isOn)
      .map(({ code, isOn }) => ({ code, isOn: !isOn })),
    pause,
    quietHours,
    cap,
    isTracked: draft.isTracked,
    ...(ways.order === undefined || isSameOrder(ways.order, current.channelOrder) ? {} : { channelOrder: ways.order }),
    ...(draft.zone === current.zone ? {} : { zone: draft.zone }),
    ...(draft.language === current.locale ? {} : { locale: draft.language }),
  });
}

type Faults = Map<string, FaultCode>;

function parsePause(
  { pauseFrom, pauseUntil }: GeneralDraft,
  today: string,
  faults: Faults,
): NonNullable<PreferencesInput["pause"]> | null {
  if (pauseFrom === "" && pauseUntil === "") return null;
  const from = pauseFrom === "" ? today : pauseFrom;
  if (!isLocalDate(from)) faults.set("pauseFrom", "date");
  if (pauseUntil === "") return { from };
  if (!isLocalDate(pauseUntil)) faults.set("pauseUntil", "date");
  else if (pauseUntil <= from) faults.set("pauseUntil", "until_after_from");
  return { from, until: pauseUntil };
}

function parseQuiet({ quietFrom, quietUntil }: GeneralDraft, faults: Faults): { from: number; to: number } | null {
  if (quietFrom === "" && quietUntil === "") return null;
  const [from, to] = [minuteOf(quietFrom), minuteOf(quietUntil)];
  const faultOf = (text: string): FaultCode => (text === "" ? "both_times" : "time");
  if (from === undefined) faults.set("quietFrom", faultOf(quietFrom));
  if (to === undefined) faults.set("quietUntil", faultOf(quietUntil));
  if (from !== undefined && from === to) faults.set("quietUntil", "same_time");
  return { from: from ?? 0, to: to ?? 0 };
}

function parseCap({ capCount, capDays }: GeneralDraft, faults: Faults): NonNullable<PreferencesInput["cap"]> | null {
  if (capDays === "none") return null;
  if (capDays !== "1" && capDays !== "7" && capDays !== "30") {
    faults.set("capDays", "choice");
    return null;
  }
  const count = /^\d{1,3}$/.test(capCount) ? Number(capCount) : 0;
  if (count < 1 || count > 100) faults.set("capCount", "count");
  return { count, days: capDays === "1" ? 1 : capDays === "7" ? 7 : 30 };
}
