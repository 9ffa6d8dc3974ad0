import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { chromium } from "./browsers.ts";
import { driveTraces } from "./drive-traces.ts";
import { tallyByScenario, tallyVerdicts } from "./tally-verdicts.ts";
import type { Target, Trace, TracedRequest } from "./trace.ts";

const link = (no: number): Target => ({ kind: "link", no });
const browser = chromium({ system: "Windows", version: 143, language: "en-GB,en;q=0.9" });

function asked(more: Partial<TracedRequest> = {}): TracedRequest {
  const client = { address: "198.18.7.9", asn: 7922, headers: browser };
  return {
    at: 3 * HOUR_MS,
    delivery: 0,
    target: link(1),
    method: "GET",
    truth: "person",
    by: "reader",
    ...client,
    ...more,
  };
}

function traceOf(requests: readonly TracedRequest[], acceptedAt = 0): Trace {
  const deliveries = [{ acceptedAt, domain: "company.example", links: 6 }];
  return { scenario: "test/one", family: "test", half: "seen", no: 0, deliveries, requests };
}

const verdictsOf = async (...traces: readonly Trace[]) => {
  const judged = await driveTraces(traces, { knowsNetworks: true });
  return judged.map(({ verdict }) => verdict);
};

describe("traces on the way that clicks take", () => {
  it("give a reader's click hours later for a person's and a declared robot's for a machine's", async () => {
    const robot = asked({
      truth: "machine",
      headers: { "user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)" },
    });
    expect(await verdictsOf(traceOf([asked()]), traceOf([robot]))).toEqual(["person", "machine"]);
  });

  it("leave no record of what the unsubscribe page refuses or a message does not have, and one of a refused method on a link", async () => {
    const refused = [
      asked({ target: { kind: "unsubscribe" }, method: "POST" }),
      asked({ target: { kind: "pixel" } }),
      asked({ target: { kind: "hidden" } }),
      asked({ method: "POST" }),
      asked({ method: "OPTIONS" }),
    ];
    expect(await verdictsOf(traceOf(refused))).toEqual([undefined, undefined, undefined, "machine", "machine"]);
  });

  it("are judged after ten seconds, and again with what came within the hour", async () => {
    const slow = Array.from({ length: 6 }, (_, no) => asked({ at: 12 * MINUTE_MS + no * 20_000, target: link(no) }));
    const exit = asked({ at: 15 * MINUTE_MS, target: { kind: "unsubscribe" }, truth: "machine" });
    const judged = await driveTraces([traceOf([...slow, exit])], { knowsNetworks: false });
    expect([judged[0]?.firstVerdict, judged[0]?.verdict]).toEqual(["person", "machine"]);
  });

  it("are judged though the message is accepted only after the verdict's time", async () => {
    const early = Array.from({ length: 6 }, (_, no) => asked({ at: no * 100, target: link(no), truth: "machine" }));
    const verdicts = await verdictsOf(traceOf(early, MINUTE_MS));
    expect(verdicts).toHaveLength(6);
    expect(verdicts).not.toContain(undefined);
  });

  it("do not touch each other, though they come from one network", async () => {
    const traces = Array.from({ length: 30 }, () => traceOf([asked({ at: 40 * MINUTE_MS })]));
    expect(new Set(await verdictsOf(...traces))).toEqual(new Set(["person"]));
  });

  it("are judged the same when they are judged again", async () => {
    const burst = Array.from({ length: 5 }, (_, no) => asked({ at: 20 * SECOND_MS + no * 90, target: link(no) }));
    const judged = await driveTraces([traceOf(burst), traceOf([asked()])], { knowsNetworks: false });
    expect(judged.map(({ isChangedByRerun }) => isChangedByRerun)).toEqual(Array.from({ length: 6 }, () => false));
  });
});

describe("a tally", () => {
  const judged = (truth: TracedRequest["truth"], verdict: "person" | "machine" | "unsure" | undefined) => {
    const request = asked({ truth });
    return { trace: traceOf([request]), request, verdict, firstVerdict: verdict, isChangedByRerun: false };
  };

  it("counts an unsure person as not found, and what has no record not at all", () => {
    const all = [
      judged("person", "person"),
      judged("person", "person"),
      judged("person", "unsure"),
      judged("person", "machine"),
      judged("machine", "person"),
      judged("machine", "unsure"),
      judged("machine", undefined),
    ];
    const expected = {
      people: 4,
      machines: 2,
      found: 2,
      mistaken: 1,
      peopleUnsure: 1,
      machinesUnsure: 1,
      unrecorded: 1,
      precision: 0.6667,
      recall: 0.5,
    };
    expect(tallyVerdicts(all)).toEqual(expected);
    expect(tallyByScenario(all)).toEqual({ "test/one": expected });
  });

  it("says nothing of what did not occur", () => {
    expect(tallyVerdicts([judged("machine", "machine")])).toMatchObject({ precision: null, recall: null });
  });
});
