import { isoOf, type LocalDate } from "#kernel/calendar.ts";
import type { VerdictReason } from "#tracking/signal-table.ts";
import type { Verdict } from "#tracking/verdict.ts";
import { Badge, type Tone } from "#web/pages/badge.tsx";

const instants = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});
const numbers = new Intl.NumberFormat("en");

export function count(value: number): string {
  return numbers.format(value);
}

/** An instant on the operators' one clock, which is UTC: customers' local times stand as dates. Never broken into lines. */
export function When({ at }: { readonly at: number | null | undefined }) {
  if (at === null || at === undefined) return <></>;
  return <time datetime={isoOf(at)}>{instants.format(at).replaceAll(" ", NO_BREAK)}</time>;
}

const NO_BREAK = "\u00a0";
const NO_BREAK_HYPHEN = "\u2011";

/** A calendar date, as customers' rules name it. */
export function Day({ on }: { readonly on: LocalDate }) {
  return <time datetime={on}>{on.replaceAll("-", NO_BREAK_HYPHEN)}</time>;
}

/** A code: never broken at its hyphens, and copied as it is. */
export function Code({ of }: { readonly of: string }) {
  return <span class="whole">{of}</span>;
}

/** A choice's reason as it was kept, with its day in one piece. */
export function ReasonWords({ of }: { readonly of: string }) {
  return <>{of.split(/(\d{4}-\d{2}-\d{2})/).map((part, index) => (index % 2 === 1 ? <Day on={part} /> : part))}</>;
}

/** How a message is called: by its number. */
export function messageName(number: number): string {
  return `No.${NO_BREAK}${number}`;
}

/** Numbers inside words of the selector, shortened to what an eye can compare. */
export function shortNumbers(words: string): string {
  return words.replaceAll(/\d+\.\d{3,}/g, (digits) => Number(digits).toFixed(2));
}

const stateTones: Readonly<Record<string, Tone>> = {
  planned: "info",
  claimed: "info",
  attempting: "info",
  deferred: "warn",
  accepted: "good",
  delivered: "good",
  rejected: "bad",
  bounced: "bad",
  unknown_outcome: "warn",
  skipped: "neutral",
  running: "good",
  paused: "warn",
  stopped: "bad",
  refused: "bad",
  undoing: "warn",
  live: "good",
  reading: "info",
  applying: "info",
  done: "good",
  unchanged: "neutral",
  checked: "neutral",
  held: "warn",
  discarded: "neutral",
  failed: "bad",
  current: "good",
  building: "info",
  off: "neutral",
  withdrawn: "neutral",
  granted: "good",
  active: "good",
};

/** A code of ours as words: "unknown_outcome" is "unknown outcome". */
export function spaced(code: string): string {
  return code.replaceAll("_", " ");
}

export function StateBadge({ state }: { readonly state: string }) {
  return <Badge tone={stateTones[state] ?? "neutral"} label={spaced(state)} />;
}

const verdictTones: Readonly<Record<Verdict, Tone>> = { person: "good", machine: "neutral", unsure: "warn" };

export function VerdictBadge({ verdict }: { readonly verdict: Verdict }) {
  return <Badge tone={verdictTones[verdict]} label={verdict} />;
}

const reasonWords: Readonly<Record<VerdictReason, string>> = {
  method: "a method that browsers do not use for links",
  prefetch: "the client says that nobody asked yet",
  declared_bot: "the client calls itself a robot",
  no_agent: "no user agent",
  just_delivered: "within 5 seconds of delivery",
  within_minute: "within a minute of delivery",
  within_ten_minutes: "within ten minutes of delivery",
  hours_later: "two hours after delivery or later",
  links_at_once: "three links or more within a second",
  many_links: "six links or more within 15 seconds",
  several_links: "three to five links within 15 seconds",
  half_dozen_links: "six links or more within an hour",
  most_of_message: "most of the message's links within an hour",
  whole_message: "all of the message's links within an hour",
  looked_for_exit: "three links and the unsubscribe page within an hour",
  unsubscribe_with_content: "unsubscribe and content within 5 seconds",
  one_of_a_farm: "one of several networks that ask for several links",
  several_networks: "several links, from more than one network",
  amid_a_farm: "while several networks ask for several links",
  amid_a_wide_farm: "while many networks ask for many links",
  browser_of_a_farm: "one browser on several networks, for several links",
  browser_elsewhere: "one browser on two networks, for several links",
  repeated_elsewhere: "the same browser and link from another network within a minute",
  echo: "the same link as a fuller browser, within half a minute",
  far_echo: "the same link as a fuller browser, within an hour",
  second: "the same link as another browser elsewhere, seconds before",
  probed: "this browser also tried HEAD, POST or OPTIONS",
  many_recipients: "five recipients or more from one network, right after delivery",
  several_recipients: "three recipients or more from one network, right after delivery",
  several_messages: "from a network that goes through several messages",
  data_centre: "from a data centre",
  contradictory: "agent and client hints disagree",
  outdated: "a browser that is half a year old or more",
  no_page_accept: "a new browser that asks for no page",
  no_sec_fetch: "a new browser without its Sec-Fetch headers",
  no_language: "a new browser without a language",
  later_action: "bought or chose something within the hour after",
  rewritten: "came through a mail gateway's rewritten link",
};

export function reasonFor(reason: VerdictReason): string {
  return reasonWords[reason];
}
