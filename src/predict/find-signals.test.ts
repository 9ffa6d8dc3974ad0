import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affinity, affinityAt, leadingSignals } from "#content/affinity.ts";
import type { Fact } from "#customers/facts/fact.ts";
import { recordFacts } from "#customers/record-facts.ts";
import { DAY_MS, manualClock } from "#kernel/clock.ts";
import { choosingDeps } from "#tests/worlds/choosing-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { stateOf } from "./affinity-projector.ts";
import { latestSignals, signalsKnownBy } from "./find-signals.ts";

const START = Date.UTC(2026, 10, 1);
type Deed = { readonly what: string; readonly category: string };

async function world() {
  const clock = manualClock(START);
  const store = await freshStore();
  const deps = choosingDeps({ store, clock });
  await store.write([
    { sql: "insert into customers (code, created_at, updated_at) values ('ada', 0, 0), ('ben', 0, 0)", params: [] },
  ]);
  let serial = 0;
  /** A fact of today's; the clock stands where it came in. */
  const tell = async ({ what, category }: Deed) => {
    serial += 1;
    const fact = factOf({ what, category }, { id: `m${serial}`, at: clock.now() - 1 });
    await recordFacts(deps, { by: "id", facts: [fact] });
    clock.advance(DAY_MS);
    return fact.messageId;
  };
  return { store, clock, tell };
}

function factOf({ what, category }: Deed, { id, at }: { readonly id: string; readonly at: number }): Fact {
  const base = {
    messageId: id,
    customer: 1,
    name: what,
    productCode: null,
    properties: {},
    at,
    source: "t",
    channel: "",
  };
  const plain = { ...base, kind: "track" as const, category: null };
  const line = { productCode: "P", category, quantityMilli: 1_000, amountMinor: 100 };
  const consent = (state: "granted" | "withdrawn") => [
    { purpose: "track" as const, channel: "", topic: "", state, wording: "Yes.", proof: {} },
  ];
  switch (what) {
    case "purchase":
      return { ...plain, purchase: { orderKey: id, currency: "EUR", totalMinor: 100, lines: [line] } };
    case "registration":
      return { ...plain, registration: { factKey: id, productCode: "P", category, serial: null, boughtOn: null } };
    case "survey":
      return { ...plain, answers: [{ survey: "s", question: "q", answer: "a", category }] };
    case "allow":
      return { ...plain, consents: consent("granted") };
    case "forbid":
      return { ...plain, consents: consent("withdrawn") };
    case "page":
    case "click":
      return { ...base, kind: what, category };
    case "Newsletter Chosen":
    case "Newsletter Left":
      return {
        ...base,
        kind: "choice",
        category: what.endsWith("Left") ? null : category,
        properties: { newsletter: "n" },
      };
    default:
      return { ...base, kind: "track", category };
  }
}

const whats = [
  "purchase",
  "registration",
  "survey",
  "allow",
  "forbid",
  "page",
  "click",
  "Product Viewed",
  "Product Chosen",
];
const choices = ["Newsletter Chosen", "Newsletter Left", "Somewhere Else"];
const deeds = fc.array(
  fc.record({ what: fc.constantFrom(...whats, ...choices), category: fc.constantFrom("garden", "home") }),
  { maxLength: 14 },
);

describe("the signals of a customer", () => {
  it("are what her affinities sum up, whatever she did and whenever she allowed to be watched", async () => {
    await fc.assert(
      fc.asyncProperty(deeds, async (life) => {
        const { store, clock, tell } = await world();
        for (const deed of life) await tell(deed);
        const now = clock.now();
        const rows = await store.read<{ category: string; scaled: number }>({
          sql: "select category, scaled from affinities where scaled > 0 order by category",
          params: [],
        });
        const signals = await signalsKnownBy(store, { customerId: 1, knownBy: now });
        const found = Object.entries(affinity(signals, now)).sort(([left], [right]) => (left < right ? -1 : 1));
        expect(found.map(([category]) => category)).toEqual(rows.map(({ category }) => category));
        for (const [index, { scaled }] of rows.entries()) {
          expect(found[index]?.[1]).toBeCloseTo(affinityAt(stateOf(scaled), now), 9);
        }
        const latest = (await latestSignals(store, [1, 2])).get(1) ?? [];
        expect(leadingSignals(latest, now)).toEqual(leadingSignals(signals, now));
      }),
      { numRuns: 40 },
    );
  });

  it("are told as of a moment, and without one of them", async () => {
    const { store, clock, tell } = await world();
    await tell({ what: "allow", category: "" });
    await tell({ what: "purchase", category: "home" });
    const click = await tell({ what: "click", category: "garden" });
    const knownBy = clock.now() - 1;
    await tell({ what: "click", category: "bath" });
    const categories = async (without?: string) =>
      (await signalsKnownBy(store, { customerId: 1, knownBy, without })).map(({ category }) => category).sort();
    expect(await categories()).toEqual(["garden", "home"]);
    expect(await categories(click)).toEqual(["home"]);
  });

  it("are nothing that she did before she allowed it, or after she had forbidden it", async () => {
    const { store, tell } = await world();
    const steps = ["click", "allow", "click", "forbid", "click", "allow"];
    for (const what of steps) await tell({ what, category: "garden" });
    expect((await latestSignals(store, [1])).get(1)).toBeUndefined();
    await tell({ what: "click", category: "home" });
    expect((await latestSignals(store, [1])).get(1)).toMatchObject([{ category: "home", kind: "click" }]);
  });
});
