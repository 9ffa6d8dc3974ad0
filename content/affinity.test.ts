import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addSignal,
  affinity,
  affinityAt,
  defaultAffinity,
  joinAffinity,
  leadingSignals,
  type AffinityState,
  type Signal,
} from "./affinity.ts";

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 22);

const signals = fc.array(
  fc.record({
    category: fc.constantFrom("garden", "home", "__proto__"),
    kind: fc.constantFrom("click", "purchase", "newsletter-choice", "page-view", "registration", "survey"),
    at: fc.integer({ min: now - 400 * DAY, max: now }),
    weight: fc.double({ min: 0, max: 10, noNaN: true }),
  } satisfies Record<keyof Signal, unknown>),
  { maxLength: 30 },
);

function foldInTime(history: readonly Signal[]): Map<string, AffinityState> {
  const states = new Map<string, AffinityState>();
  const ordered = history.toSorted((a, b) => a.at - b.at || a.weight - b.weight || (a.kind < b.kind ? -1 : 1));
  for (const signal of ordered) states.set(signal.category, addSignal(states.get(signal.category), signal));
  return states;
}

describe("affinity", () => {
  it("kept as one number and an instant, signal by signal, it equals the whole history exactly", () => {
    fc.assert(
      fc.property(signals, (history) => {
        const kept = [...foldInTime(history)].map(([category, state]) => [category, affinityAt(state, now)]);
        expect(new Map(Object.entries(affinity(history, now)))).toEqual(new Map(kept as [string, number][]));
      }),
    );
  });

  it("does not depend on the order in which signals came, kept or whole", () => {
    fc.assert(
      fc.property(signals, signals, (left, right) => {
        expect(affinity([...left, ...right], now)).toEqual(affinity([...right, ...left], now));
        const mixed = new Map<string, AffinityState>();
        for (const signal of [...right, ...left])
          mixed.set(signal.category, addSignal(mixed.get(signal.category), signal));
        for (const [category, value] of Object.entries(affinity([...left, ...right], now))) {
          expect(affinityAt(mixed.get(category) ?? { mass: -1, asOf: 0 }, now)).toBeCloseTo(value, 12);
        }
      }),
    );
  });

  it("lies in [0, 1), grows with every signal and fades with time", () => {
    fc.assert(
      fc.property(signals, (history) => {
        for (const [category, value] of Object.entries(affinity(history, now))) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1);
          const more = affinity([...history, { category, kind: "click", at: now, weight: 1 }], now);
          expect(new Map(Object.entries(more)).get(category)).toBeGreaterThan(value);
          expect(new Map(Object.entries(affinity(history, now + 30 * DAY))).get(category)).toBeLessThanOrEqual(value);
        }
      }),
    );
    const huge = affinity([{ category: "garden", kind: "click", at: now, weight: Number.MAX_VALUE }], now);
    expect(huge["garden"]).toBeLessThan(1);
  });

  it("halves in mass after the half-life: a click of then counts as half a click of today", () => {
    const { halfLifeMs, halfMass, kindWeights } = defaultAffinity;
    const old = affinity([{ category: "garden", kind: "click", at: now - halfLifeMs, weight: 1 }], now);
    const mass = kindWeights.click / 2;
    expect(old["garden"]).toBeCloseTo(mass / (mass + halfMass), 15);
  });

  it("counts nothing for weights that are negative or no numbers, and does not grow towards the past", () => {
    for (const weight of [-1, Number.NaN, Infinity]) {
      expect(affinity([{ category: "garden", kind: "click", at: now, weight }], now)).toEqual({ garden: 0 });
    }
    const state = addSignal(undefined, { category: "garden", kind: "click", at: now, weight: 1 });
    expect(affinityAt(state, now - 100 * DAY)).toBe(affinityAt(state, now));
  });

  it("of two customers who turn out to be one is that of all their signals", () => {
    const of = (daysAgo: number) =>
      addSignal(undefined, { category: "garden", kind: "click", at: now - daysAgo * DAY, weight: 1 });
    const joined = joinAffinity(of(10), of(40));
    expect(joined).toEqual(joinAffinity(of(40), of(10)));
    expect(joined.mass).toBeCloseTo(1 + 0.5, 12);
  });

  it("rests on the one signal that weighs most now, with its day", () => {
    const signal = (category: string, kind: Signal["kind"], daysAgo: number): Signal => ({
      category,
      kind,
      at: now - daysAgo * DAY,
      weight: 1,
    });
    const history = [
      signal("garden", "purchase", 300),
      signal("garden", "click", 3),
      signal("garden", "click", 0),
      signal("home", "survey", 20),
      signal("home", "page-view", 0),
    ];
    const expected = { garden: { kind: "click", at: now }, home: { kind: "survey", at: now - 20 * DAY } };
    expect(leadingSignals(history, now)).toEqual(expected);
    expect(leadingSignals(history.toReversed(), now)).toEqual(expected);
    expect(leadingSignals([{ ...signal("garden", "click", 0), weight: 0 }], now)).toEqual({});
  });
});
