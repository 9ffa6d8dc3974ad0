import { clockOf, minuteOf } from "#me/say-dates.ts";
import type { SmsSettings } from "#messages/sms/sms-settings.ts";
import { linesOf } from "#console/pages/lines-of.ts";

/** How texts go out, as an operator writes it: lists a line each, parts of a line between semicolons. */
export type SmsDraft = Readonly<Record<SmsField, string>>;

export const smsFields = [
  "senders",
  "currency",
  "prices",
  "dailyLimitMinor",
  "smartReplacement",
  "maxSegments",
  "validityMinutes",
  "quietHours",
  "help",
] as const;
export type SmsField = (typeof smsFields)[number];

const WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

export function draftOf(settings: SmsSettings): SmsDraft {
  const { senders, prices, quietHours, dailyLimitMinor } = settings;
  return {
    senders: senders
      .map(({ sender, countries, perSecond, isRegistered }) =>
        [sender, countries.join(", "), perSecond, isRegistered ? "registered" : "not registered"].join("; "),
      )
      .join("\n"),
    currency: settings.currency,
    prices: prices.map(({ country, perThousandMinor }) => `${country}; ${perThousandMinor}`).join("\n"),
    dailyLimitMinor: dailyLimitMinor === undefined ? "" : String(dailyLimitMinor),
    smartReplacement: settings.smartReplacement ? "yes" : "",
    maxSegments: String(settings.maxSegments),
    validityMinutes: String(settings.validityMinutes),
    quietHours: quietHours
      .map(({ from, to, weekdays = [], numbers = [] }) => {
        const days = weekdays.map((day) => WEEKDAYS[day - 1] ?? "").join(", ");
        return `${clockOf(from)}-${to === 1_440 ? "24:00" : clockOf(to)}; ${days}; ${numbers.join(", ")}`.replace(
          /[; ]+$/,
          "",
        );
      })
      .join("\n"),
    help: settings.help ?? "",
  };
}

/** The settings as the API takes them; what can't be read is left for its schema to refuse. */
export function bodyOf(draft: SmsDraft): Record<string, unknown> {
  return {
    senders: partsOf(draft.senders).map(([sender, countries = "", perSecond = "", registered = ""]) => ({
      sender,
      countries: listOf(countries),
      ...(perSecond === "" ? {} : { perSecond: Number(perSecond) }),
      isRegistered: ["", "registered"].includes(registered)
        ? true
        : registered === "not registered"
          ? false
          : registered,
    })),
    currency: draft.currency.trim().toUpperCase(),
    prices: partsOf(draft.prices).map(([country, price = ""]) => ({ country, perThousandMinor: numberOf(price) })),
    ...(draft.dailyLimitMinor.trim() === "" ? {} : { dailyLimitMinor: numberOf(draft.dailyLimitMinor) }),
    smartReplacement: draft.smartReplacement !== "",
    maxSegments: numberOf(draft.maxSegments),
    validityMinutes: numberOf(draft.validityMinutes),
    quietHours: partsOf(draft.quietHours).map(([hours = "", days = "", numbers = ""]) => ({
      ...hoursOf(hours),
      ...(days === "" ? {} : { weekdays: listOf(days).map((day) => WEEKDAYS.indexOf(day) + 1) }),
      ...(numbers === "" ? {} : { numbers: listOf(numbers) }),
    })),
    ...(draft.help.trim() === "" ? {} : { help: draft.help }),
  };
}

/** Which line of its field a value came from, counted from 1. */
export function lineOf(draft: SmsDraft, field: SmsField, index: number): number | undefined {
  return linesOf(draft[field])[index]?.number;
}

function partsOf(text: string): ReadonlyArray<readonly string[]> {
  return linesOf(text).map((line) => line.text.split(";").map((part) => part.trim()));
}

function listOf(text: string): readonly string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

/** Empty is no number, though JavaScript takes it for 0. */
function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** 24:00 ends a day. */
function hoursOf(hours: string): { readonly from: unknown; readonly to: unknown } {
  const [from = "", to = ""] = hours.split(/[-–]/u).map((one) => one.trim());
  return { from: minuteOf(from), to: to === "24:00" ? 1_440 : minuteOf(to) };
}
