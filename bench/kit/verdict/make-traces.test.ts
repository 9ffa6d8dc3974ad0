import { isIP } from "node:net";
import { describe, expect, it } from "vitest";
import { HOUR_MS, SECOND_MS } from "#kernel/clock.ts";
import { seededRandom } from "#kernel/random.ts";
import { diceOf } from "./dice.ts";
import { makeTraces } from "./make-traces.ts";
import { readerDelay } from "./reader-delay.ts";
import type { Half, Trace } from "./trace.ts";

const halves: readonly Half[] = ["seen", "unseen"];
const tracesOf = (half: Half, seed = 1): readonly Trace[] => makeTraces({ seed, half, perScenario: 6 });
const namesOf = (traces: readonly Trace[]) => new Set(traces.map(({ scenario }) => scenario));
const familiesOf = (traces: readonly Trace[]) => new Set(traces.map(({ family }) => family));

describe.each(halves)("the %s half", (half) => {
  const traces = tracesOf(half);

  it("is the same for the same seed, and another for another", () => {
    expect(tracesOf(half)).toEqual(traces);
    expect(tracesOf(half, 2)).not.toEqual(traces);
  });

  it("gives a scenario the same traces, however many are asked for", () => {
    const more = makeTraces({ seed: 1, half, perScenario: 7 });
    expect(more.filter(({ no }) => no < 6)).toEqual(traces);
  });

  it("asks for nothing that the message does not have, in the order of time", () => {
    for (const { deliveries, requests } of traces) {
      expect(requests.map(({ at }) => at)).toEqual(requests.map(({ at }) => at).sort((a, b) => a - b));
      for (const { delivery, target } of requests) {
        const links = deliveries[delivery]?.links ?? 0;
        expect(target.kind === "link" ? target.no < links && target.no >= 0 : links > 0).toBe(true);
      }
    }
  });

  it("sends whole addresses, network numbers, and headers in lower case", () => {
    for (const { address, asn, headers } of traces.flatMap(({ requests }) => requests)) {
      expect(isIP(address)).not.toBe(0);
      expect(Number.isInteger(asn) && asn > 0).toBe(true);
      for (const [name, value] of Object.entries(headers)) {
        expect(name).toBe(name.toLowerCase());
        expect(value).not.toMatch(/undefined|NaN|[\r\n]/);
      }
    }
  });

  it("lets people ask by GET, never ahead of the mail, and never for what nobody sees", () => {
    for (const { deliveries, requests } of traces) {
      for (const { truth, method, at, delivery, target } of requests) {
        if (truth === "machine") continue;
        expect(method).toBe("GET");
        expect(at).toBeGreaterThanOrEqual((deliveries[delivery]?.acceptedAt ?? 0) + 3 * SECOND_MS - 1);
        expect(["link", "unsubscribe"]).toContain(target.kind);
      }
    }
  });

  it("has both people and machines in plenty", () => {
    const truths = traces.flatMap(({ requests }) => requests.map(({ truth }) => truth));
    expect(truths.filter((truth) => truth === "person").length).toBeGreaterThan(300);
    expect(truths.filter((truth) => truth === "machine").length).toBeGreaterThan(300);
  });
});

describe("the two halves", () => {
  const [seen, unseen] = [tracesOf("seen"), tracesOf("unseen")];

  it("share no scenario", () => {
    expect([...namesOf(seen)].filter((name) => namesOf(unseen).has(name))).toEqual([]);
  });

  it("have a variant of every seen family on the other side, and families that are wholly unseen", () => {
    expect([...familiesOf(seen)].filter((family) => !familiesOf(unseen).has(family))).toEqual(["preview"]);
    expect([...familiesOf(unseen)].filter((family) => !familiesOf(seen).has(family))).toEqual([
      "appliance",
      "crawler",
      "assistant",
    ]);
  });

  it("share hardly any of the machines' agents, but those of readers' own browsers", () => {
    const agents = (traces: readonly Trace[]) =>
      new Set(
        traces.flatMap(({ requests }) =>
          requests.filter(({ truth }) => truth === "machine").map(({ headers }) => headers["user-agent"] ?? ""),
        ),
      );
    const [ofSeen, ofUnseen] = [agents(seen), agents(unseen)];
    const shared = [...ofUnseen].filter((agent) => ofSeen.has(agent));
    expect(shared.length / ofUnseen.size).toBeLessThan(0.1);
  });
});

describe("chance", () => {
  it("is spread evenly over the traces of a scenario", () => {
    const [one = ""] = [...namesOf(tracesOf("unseen"))].filter((name) => name === "person/living-room");
    const traces = makeTraces({ seed: 3, half: "unseen", perScenario: 400 }).filter(({ scenario }) => scenario === one);
    const byAgent = Map.groupBy(traces, ({ requests }) => requests[0]?.headers["user-agent"]);
    expect(byAgent.size).toBe(4);
    for (const group of byAgent.values()) expect(group.length).toBeGreaterThan(70);
  });

  it("makes readers as quick as five billion mails had them", () => {
    const dice = diceOf(seededRandom(11));
    const delays = Array.from({ length: 20_000 }, () => readerDelay(dice));
    const within = (ms: number) => delays.filter((delay) => delay <= ms).length / delays.length;
    expect(within(HOUR_MS)).toBeCloseTo(0.336, 1);
    expect(within(3 * HOUR_MS)).toBeCloseTo(0.514, 1);
    expect(within(24 * HOUR_MS)).toBeCloseTo(0.81, 1);
  });
});
