import type { SQL } from "drizzle-orm";
import { affinity, affinityAt, type LeadingSignal, leadingSignals } from "#content/affinity.ts";
import type { Attributes } from "#content/product.ts";
import type { RuleEvent } from "#content/rule-event.ts";
import { stateOf } from "#predict/affinity-projector.ts";
import { findForetold, type ForetoldOf } from "#predict/registry/scores/find-foretold.ts";
import { findScores } from "#predict/registry/scores/find-scores.ts";
import { latestSignals, signalsKnownBy } from "#predict/find-signals.ts";
import type { Store } from "#store/store.ts";
import {
  affinityRows,
  attributeRows,
  boughtRows,
  eventRows,
  type Moment,
  segmentRows,
  shownRows,
} from "./reader-queries.ts";

/** What selection knows of one customer. */
export type Reader = {
  readonly attributes: Attributes;
  readonly events: readonly RuleEvent[];
  readonly boughtCodes: readonly string[];
  readonly shownTimesByCode: ReadonlyMap<string, number>;
  readonly affinityByCategory: Readonly<Record<string, number>>;
  /** What each affinity mostly rests on, where the facts still tell it. */
  readonly signalByCategory: Readonly<Record<string, LeadingSignal>>;
  /** Segments that she is in. */
  readonly segmentCodes?: ReadonlySet<string>;
  /** What predictions say of her: by their codes, for rules; of categories and product sets, for the choice. */
  readonly scoreByCode?: ReadonlyMap<string, number> | undefined;
  readonly foretold?: ForetoldOf | undefined;
};

export type ReaderQuestion = Moment & {
  readonly customerIds: readonly number[];
  /** Event names that some rule asks for; no other event is read. */
  readonly eventNames: readonly string[];
  /** Declared attributes, by name. */
  readonly attributeNames: readonly string[];
};

/**
 * Reads all that selection needs for a batch of customers: one query a kind of fact, each aggregated to one JSON text per
 * customer, since row objects would cost several times as much.
 */
export async function loadReaders(store: Store, question: ReaderQuestion): Promise<ReadonlyMap<number, Reader>> {
  const ids = JSON.stringify(question.customerIds);
  const { eventNames, attributeNames } = question;
  const [interests, bought, shown, segments, scores, foretold, events, attributes] = await Promise.all([
    question.past === undefined ? interestsNow(store, ids, question) : interestsThen(store, question),
    perCustomer<string[]>(store, boughtRows(ids, question)),
    perCustomer<Array<[string, number]>>(store, shownRows(ids, question)),
    perCustomer<string[]>(store, segmentRows(ids)),
    findScores(store, question),
    findForetold(store, question),
    eventNames.length === 0
      ? new Map<number, EventRow[]>()
      : perCustomer<EventRow[]>(store, eventRows(ids, eventNames, question)),
    attributeNames.length === 0
      ? new Map<number, Attributes>()
      : perCustomer<Attributes>(store, attributeRows(ids, attributeNames)),
  ]);
  return new Map(
    question.customerIds.map((id) => [
      id,
      {
        attributes: attributes.get(id) ?? {},
        events: (events.get(id) ?? []).map(toEvent),
        boughtCodes: bought.get(id) ?? [],
        shownTimesByCode: new Map(shown.get(id) ?? []),
        segmentCodes: new Set(segments.get(id) ?? []),
        scoreByCode: scores.get(id),
        foretold: foretold.get(id),
        ...interests(id),
      },
    ]),
  );
}

async function perCustomer<T>(store: Store, query: SQL): Promise<Map<number, T>> {
  const rows = await store.read<{ id: number; found: string }>(query);
  return new Map(rows.map((row) => [row.id, JSON.parse(row.found) as T]));
}

type Interests = (customerId: number) => Pick<Reader, "affinityByCategory" | "signalByCategory">;

/** The kept sums, and for their reasons the signals that they rest on. */
async function interestsNow(store: Store, ids: string, { customerIds, now }: ReaderQuestion): Promise<Interests> {
  const [affinities, signals] = await Promise.all([
    perCustomer<Record<string, number>>(store, affinityRows(ids)),
    latestSignals(store, customerIds),
  ]);
  return (id) => ({
    affinityByCategory: affinityNow(affinities.get(id) ?? {}, now),
    signalByCategory: leadingSignals(signals.get(id) ?? [], now),
  });
}

/** A sum can't be told what it was: for a moment that is over it is worked out again from the signals of then. */
async function interestsThen(store: Store, { customerIds, now, past }: ReaderQuestion): Promise<Interests> {
  const found = await Promise.all(
    customerIds.map(async (customerId) => {
      const signals = await signalsKnownBy(store, { customerId, knownBy: now, without: past?.without });
      return [customerId, signals] as const;
    }),
  );
  const signalsOf = new Map(found);
  return (id) => {
    const signals = signalsOf.get(id) ?? [];
    return { affinityByCategory: affinity(signals, now), signalByCategory: leadingSignals(signals, now) };
  };
}

function affinityNow(scaled: Readonly<Record<string, number>>, now: number): Record<string, number> {
  const affinities: Record<string, number> = {};
  for (const category in scaled) affinities[category] = affinityAt(stateOf(scaled[category] ?? 0), now);
  return affinities;
}

type EventRow = readonly [
  name: string,
  at: number,
  category: string | null,
  productCode: string | null,
  properties: string,
];

function toEvent([name, at, category, productCode, properties]: EventRow): RuleEvent {
  const own = properties === "{}" ? {} : (JSON.parse(properties) as Attributes);
  return {
    name,
    at,
    properties: {
      ...own,
      ...(category === null ? {} : { category }),
      ...(productCode === null ? {} : { product: productCode }),
    },
  };
}
