import type { RuleEvent } from "./rule-event.ts";
import type { RuleValue } from "./rule-value.ts";

/** How events are told apart by a property. */
export type EventKey = {
  readonly property: string;
  /** Names the way of reading: the same name is the same key of every event. */
  readonly name: string;
  /** Equal values have one key, by `===`; undefined where the value is missing or of another type. */
  readonly keyOf: (given: unknown) => RuleValue | undefined;
};

type Index = ReadonlyMap<RuleValue, EventList>;

/**
 * Events of one name, oldest first. A rule that asks every product narrows them by the same property thousands of times: the
 * second time sorts them by it, and every further one is a look-up. A property that is asked once, as by a rule about the
 * customer alone, costs one walk and no index.
 */
export class EventList {
  readonly #events: readonly RuleEvent[];
  #indexes: Map<string, Index | "asked once"> | undefined;

  /** `events` are oldest first and stay as they are. */
  constructor(events: readonly RuleEvent[]) {
    this.#events = events;
  }

  /** Those with `wanted` as their key. */
  where(key: EventKey, wanted: RuleValue): EventList {
    if (this.#events.length === 0) return this;
    const index = this.#indexBy(key);
    return index === undefined ? this.#filter(key, wanted) : (index.get(wanted) ?? noEvents);
  }

  /** Both ends included. */
  countBetween(since: number, until: number): number {
    return Math.max(0, this.#head((at) => at <= until) - this.#head((at) => at < since));
  }

  /** When the latest happened that is not after `until`; undefined where there is none. */
  latestUntil(until: number): number | undefined {
    return this.#events[this.#head((at) => at <= until) - 1]?.at;
  }

  #indexBy(key: EventKey): Index | undefined {
    this.#indexes ??= new Map();
    const known = this.#indexes.get(key.name);
    if (known !== undefined && known !== "asked once") return known;
    const index = known === undefined ? undefined : indexOf(this.#events, key);
    this.#indexes.set(key.name, index ?? "asked once");
    return index;
  }

  #filter({ property, keyOf }: EventKey, wanted: RuleValue): EventList {
    return new EventList(this.#events.filter(({ properties }) => keyOf(properties[property]) === wanted));
  }

  /** How many stand at the head that pass, where none passes behind one that does not. */
  #head(passes: (at: number) => boolean): number {
    const events = this.#events;
    let [low, high] = [0, events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (passes(events[middle]?.at ?? 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const noEvents = new EventList([]);

function indexOf(events: readonly RuleEvent[], { property, keyOf }: EventKey): Index {
  const byKey = new Map<RuleValue, RuleEvent[]>();
  for (const event of events) {
    const key = keyOf(event.properties[property]);
    if (key === undefined) continue;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [event]);
    else known.push(event);
  }
  return new Map([...byKey].map(([key, found]) => [key, new EventList(found)]));
}
