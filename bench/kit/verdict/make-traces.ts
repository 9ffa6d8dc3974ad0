import { seededRandom, unitOf } from "#kernel/random.ts";
import { diceOf } from "./dice.ts";
import { seenScenarios } from "./seen/seen-scenarios.ts";
import type { Asked, Delivery, Half, Scenario, Stage, Target, Trace, TracedRequest } from "./trace.ts";
import { unseenScenarios } from "./unseen/unseen-scenarios.ts";

const byHalf: Readonly<Record<Half, readonly Scenario[]>> = { seen: seenScenarios, unseen: unseenScenarios };

/**
 * Labelled traces: `perScenario` of each scenario of the half. The same seed gives the same traces, whichever other scenarios
 * there are, on every runtime.
 */
export function makeTraces({
  seed,
  half,
  perScenario,
}: {
  readonly seed: number;
  readonly half: Half;
  readonly perScenario: number;
}): readonly Trace[] {
  return byHalf[half].flatMap((scenario) =>
    Array.from({ length: perScenario }, (_, no) => playScenario({ scenario, half, seed, no })),
  );
}

function playScenario(part: { scenario: Scenario; half: Half; seed: number; no: number }): Trace {
  const { scenario, half, seed, no } = part;
  // Mixed well: neighbouring seeds would begin with the same draws.
  const random = seededRandom(Math.floor(unitOf(seed, half, scenario.name, no) * 0x1_0000_0000));
  for (let skipped = 0; skipped < 8; skipped += 1) random.next();
  const dice = diceOf(random);
  const deliveries: Delivery[] = [];
  const requests: TracedRequest[] = [];
  const deliveryOf = (index: number): Delivery => {
    const delivery = deliveries[index];
    if (delivery === undefined) throw new RangeError(`${scenario.name} asks for a delivery that it never made.`);
    return delivery;
  };
  const stage: Stage = {
    dice,
    deliver: ({ acceptedAt = 0, domain = `mail${dice.whole(1, 99)}.example`, links = 6 } = {}) =>
      deliveries.push({ acceptedAt: Math.round(acceptedAt), domain, links }) - 1,
    ask: (asked) => requests.push(requestOf(asked)),
    linksOf: (delivery) => deliveryOf(delivery).links,
    acceptedAt: (delivery) => deliveryOf(delivery).acceptedAt,
  };
  scenario.play(stage);
  const [family = scenario.name] = scenario.name.split("/");
  return { scenario: scenario.name, family, half, no, deliveries, requests: requests.sort((a, b) => a.at - b.at) };
}

function requestOf({ at, delivery, target, client, truth, by, method = "GET" }: Asked): TracedRequest {
  return { ...client, at: Math.round(at), delivery, target: targetOf(target), method, truth, by };
}

function targetOf(target: Asked["target"]): Target {
  return typeof target === "number" ? { kind: "link", no: target } : { kind: target };
}
