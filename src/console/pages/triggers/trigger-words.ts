import { clockOf } from "#me/say-dates.ts";
import { spaced } from "#console/words.tsx";
import type { TriggerInput, Wait, When } from "#messages/triggers/trigger.ts";

/** What lets a customer in, in words. */
export function whenWords(when: When): string {
  switch (when.kind) {
    case "event":
      return `“${when.name}” happens`;
    case "segment":
      return `she ${when.change} the segment ${when.segment}`;
    case "consent":
      return when.topic === "" ? "she agrees to receive anything" : `she agrees to receive ${when.topic}`;
    case "date":
      return `${when.of}, ${when.repeats === "yearly" ? "each year" : "once"}`;
  }
}

/** When the message is due, in words. */
export function waitWords(wait: Wait): string {
  switch (wait.kind) {
    case "for":
      return wait.minutes === 0 ? "at once" : `after ${spanWords(wait.minutes)}`;
    case "clock":
      return wait.days === 0
        ? `when it is ${clockOf(wait.minute)}`
        : `${daysWords(wait.days)} at ${clockOf(wait.minute)}`;
    case "date": {
      const of = "property" in wait.of ? wait.of.property : wait.of.attribute;
      const months =
        wait.months === 0 ? "" : `${plural(Math.abs(wait.months), "month")} ${wait.months < 0 ? "before" : "after"}, `;
      const days = wait.days === 0 ? "on that day" : daysWords(wait.days);
      return `${of}: ${months}${days} at ${clockOf(wait.minute)}`;
    }
  }
}

export function againWords(again: TriggerInput["again"]): string {
  switch (again.kind) {
    case "once":
      return "once ever";
    case "each":
      return "each time";
    case "days":
      return `at most once in ${plural(again.days, "day")}`;
    case "key":
      return `once for each ${again.property}`;
  }
}

/** What became of somebody, with the reason where it says more. */
export function outcomeWords(outcome: string, reason: string | null): string {
  const words = spaced(outcome);
  const said = words.charAt(0).toUpperCase() + words.slice(1);
  return reason === null || reason === outcome ? said : `${said}: ${spaced(reason)}`;
}

function spanWords(minutes: number): string {
  if (minutes % 1_440 === 0) return plural(minutes / 1_440, "day");
  return minutes % 60 === 0 ? plural(minutes / 60, "hour") : plural(minutes, "minute");
}

function daysWords(days: number): string {
  return `${plural(Math.abs(days), "day")} ${days < 0 ? "before" : "later"}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
