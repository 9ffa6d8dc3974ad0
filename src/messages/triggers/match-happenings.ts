import { EventList } from "#content/event-list.ts";
import type { RuleScope } from "#content/rule-scope.ts";
import { epochDayOf, instantOf, type LocalDate } from "#kernel/calendar.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { unitOf } from "#kernel/random.ts";
import { instantOnDay, wallClockAt } from "#messages/schedule/zone-days.ts";
import type { Store } from "#store/store.ts";
import type { LiveTrigger } from "./compile-trigger.ts";
import { dueAtOf } from "./due-at.ts";
import { entryKeyOf } from "./entry-key.ts";
import type { Happening } from "./happening.ts";
import { loadSubjects, type Subject } from "./load-subjects.ts";
import { joinAsks } from "./rule-asks.ts";
import type { Trigger } from "./trigger.ts";

/** A happening and the trigger that it may let its customer into. */
export type Candidate = {
  readonly live: LiveTrigger;
  readonly happening: Happening;
  readonly on?: LocalDate | undefined;
};

/** Somebody whom a trigger lets in. */
export type Entrant = {
  readonly trigger: Trigger;
  readonly customerId: number;
  readonly key: string;
  /** epoch ms */
  readonly enteredAt: number;
  readonly dueAt: number;
  readonly logId: number;
  readonly isHeldOut: boolean;
  /** The date on which it is due, where she lives. */
  readonly occurrenceOn: LocalDate;
  /** What the message is given to say; undefined where the trigger gives it nothing. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
};

/** Pairs what happened with the triggers that listen for it, by what the happening alone tells: nothing is read for it. */
export function findCandidates(
  listeners: ReadonlyMap<string, readonly LiveTrigger[]>,
  happenings: readonly Happening[],
  now: number,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (const happening of happenings) {
    for (const live of listeners.get(happening.subject) ?? []) {
      if (mayLetIn(live, happening, now)) candidates.push({ live, happening });
    }
  }
  return candidates;
}

function mayLetIn({ trigger, rules }: LiveTrigger, happening: Happening, now: number): boolean {
  const { input, liveSince } = trigger;
  if (liveSince === null || happening.knownAt < liveSince) return false;
  if (happening.at < now - input.lateByHours * HOUR_MS) return false;
  if (happening.isHistory && !input.includesHistory) return false;
  return isActiveAt(trigger, happening.at) && rules.ofHappening(scopeOf(nobody, happening, happening.at));
}

function isActiveAt({ input: { activeFrom, activeUntil } }: Pick<Trigger, "input">, at: number): boolean {
  if (activeFrom !== undefined && at < (instantOf(activeFrom) ?? 0)) return false;
  return activeUntil === undefined || at < (instantOf(activeUntil) ?? 0);
}

/** Those candidates whom their triggers let in, with when their messages are due. One read for all of them together. */
export async function matchCandidates(
  store: Store,
  candidates: readonly Candidate[],
  now: number,
): Promise<readonly Entrant[]> {
  const [first] = candidates;
  if (first === undefined) return [];
  const subjects = await loadSubjects(store, {
    customerIds: [...new Set(candidates.map(({ happening }) => happening.customerId))],
    asks: joinAsks([...new Set(candidates.map(({ live }) => live))].map(({ rules }) => rules.asks)),
    fields: first.live.fields,
    now,
  });
  return candidates.flatMap((candidate) => {
    const subject = subjects.get(candidate.happening.customerId);
    const entrant = subject === undefined ? undefined : entrantOf(candidate, subject);
    return entrant === undefined ? [] : [entrant];
  });
}

function entrantOf({ live, happening, on }: Candidate, subject: Subject): Entrant | undefined {
  const { trigger, rules } = live;
  const { input } = trigger;
  const at = on === undefined ? happening.at : instantOnDay(subject.zone, epochDayOf(on), 0);
  const { properties } = happening;
  if (!rules.ofCustomer(scopeOf(subject, { properties }, at))) return undefined;
  const key = entryKeyOf(input.again, { key: happening.key, properties });
  const dates = { ...datesOf(subject), birthday: subject.birthOn ?? undefined };
  const dueAt = dueAtOf(input.wait, { at, zone: subject.zone, properties, dates });
  if (key === undefined || dueAt === undefined) return undefined;
  const pairs = Object.entries(input.message.data);
  return {
    trigger,
    customerId: subject.id,
    key,
    enteredAt: at,
    dueAt,
    logId: happening.id,
    isHeldOut: isHeldOut(trigger, subject.id),
    occurrenceOn: wallClockAt(subject.zone, dueAt).date,
    data: pairs.length === 0 ? undefined : Object.fromEntries(pairs.map(([name, from]) => [name, properties[from]])),
  };
}

/** Chance without state: whoever is in the group stays in it, however often she comes in. */
function isHeldOut({ input }: Pick<Trigger, "input">, customerId: number): boolean {
  return unitOf("hold-out", input.code, customerId) < input.holdOutPercent / 100;
}

function datesOf({ customer }: Subject): Record<string, LocalDate | undefined> {
  const dates = Object.entries(customer.attributes).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(dates) as Record<string, LocalDate>;
}

/** What a condition is asked about: the customer as of the moment at which it happened. */
export function scopeOf(
  { customer, zone, locale }: Pick<Subject, "customer" | "zone" | "locale">,
  { properties }: Pick<Happening, "properties">,
  at: number,
): RuleScope {
  return {
    customer,
    product: noProduct,
    context: { slot: "", channel: "", locale, date: wallClockAt(zone, at).date, nowMs: at, attributes: properties },
  };
}

const nobody: Pick<Subject, "customer" | "zone" | "locale"> = {
  zone: "UTC",
  locale: "",
  customer: { attributes: {}, eventsNamed: () => new EventList([]), affinityByCategory: {} },
};

/** A rule about customers alone never looks at it. */
const noProduct = { id: 0, code: "", category: "", priceMinor: 0, currency: "", tags: [], attributes: {} };
