import { EventList } from "./event-list.ts";
import type { RuleEvent } from "./rule-event.ts";

/** What a customer did, by the event's name. */
export type EventHistory = (name: string) => EventList;

/** Nothing is sorted before a rule asks for it, and then once. */
export function eventHistory(events: readonly RuleEvent[]): EventHistory {
  const lists = new Map<string, EventList>();
  return (name) => {
    let list = lists.get(name);
    if (list === undefined) {
      const named = events.filter((event) => event.name === name);
      list = new EventList(named.sort((left, right) => left.at - right.at));
      lists.set(name, list);
    }
    return list;
  };
}
