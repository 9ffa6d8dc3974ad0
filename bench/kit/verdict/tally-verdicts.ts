import { round } from "../measure.ts";
import type { JudgedRequest } from "./drive-traces.ts";

/** How requests of one kind were judged. Counts are requests with a record; `unrecorded` are those without one. */
export type Tally = {
  readonly people: number;
  readonly machines: number;
  /** of people: judged person */
  readonly found: number;
  /** of machines: judged person */
  readonly mistaken: number;
  readonly peopleUnsure: number;
  readonly machinesUnsure: number;
  readonly unrecorded: number;
  /** Of what was judged a person, the share that was one; null where nothing was. */
  readonly precision: number | null;
  /** Of the people, the share that was found; null where there were none. Unsure is not found. */
  readonly recall: number | null;
};

export function tallyVerdicts(judged: readonly JudgedRequest[]): Tally {
  const recorded = judged.filter(({ verdict }) => verdict !== undefined);
  const people = recorded.filter(({ request }) => request.truth === "person");
  const machines = recorded.filter(({ request }) => request.truth === "machine");
  const found = count(people, "person");
  const mistaken = count(machines, "person");
  return {
    people: people.length,
    machines: machines.length,
    found,
    mistaken,
    peopleUnsure: count(people, "unsure"),
    machinesUnsure: count(machines, "unsure"),
    unrecorded: judged.length - recorded.length,
    precision: share(found, found + mistaken),
    recall: share(found, people.length),
  };
}

/** One tally for each scenario, in the order in which they come. */
export function tallyByScenario(judged: readonly JudgedRequest[]): Readonly<Record<string, Tally>> {
  const groups = Map.groupBy(judged, ({ trace }) => trace.scenario);
  return Object.fromEntries([...groups].map(([scenario, group]) => [scenario, tallyVerdicts(group)]));
}

/**
 * The same when each scenario has the same say, however many requests it makes: a sandbox asks for forty links where a reader
 * clicks once.
 */
export function balanced(tallies: readonly Tally[]): {
  readonly precision: number | null;
  readonly recall: number | null;
} {
  const sum = (part: (tally: Tally) => number) => tallies.reduce((total, tally) => total + part(tally), 0);
  const found = sum(({ found, people }) => (people === 0 ? 0 : found / people));
  const mistaken = sum(({ mistaken, machines }) => (machines === 0 ? 0 : mistaken / machines));
  return {
    precision: share(found, found + mistaken),
    recall: share(
      found,
      sum(({ people }) => Math.sign(people)),
    ),
  };
}

function count(judged: readonly JudgedRequest[], verdict: string): number {
  return judged.filter((one) => one.verdict === verdict).length;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : round(part / whole, 4);
}
