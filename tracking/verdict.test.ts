import { describe, expect, it } from "vitest";
import type { ClickSignals } from "./signals.ts";
import { VERDICT_VERSION, verdictOf } from "./verdict.ts";

/** A reader at a desktop, with everything as it should be. */
const neutral: ClickSignals = {
  method: "GET",
  device: "desktop",
  isDeclaredBot: false,
  hasAgent: true,
  isPrefetch: false,
  isModernBrowser: true,
  hasSecFetch: true,
  hasAcceptLanguage: true,
  isRewritten: false,
};
const judge = (change: Partial<ClickSignals>) => verdictOf({ ...neutral, ...change });

describe("the verdict over a click", () => {
  it("is a person when nothing speaks against it", () => {
    expect(judge({})).toEqual({ verdict: "person", version: VERDICT_VERSION, reasons: [] });
  });

  it.each([
    ["method", { method: "HEAD" }, "machine"],
    ["method", { method: "OPTIONS" }, "machine"],
    ["prefetch", { isPrefetch: true }, "machine"],
    ["declared_bot", { isDeclaredBot: true }, "machine"],
    ["honeypot", { isHoneypot: true }, "machine"],
    ["no_agent", { hasAgent: false }, "machine"],
    ["just_delivered", { msSinceDelivery: 4_999 }, "machine"],
    ["just_delivered", { msSinceDelivery: -1 }, "machine"],
    ["many_links", { linksWithin5s: 3 }, "machine"],
    ["unsubscribe_with_content", { isUnsubscribeWithContent: true }, "machine"],
    ["many_recipients", { recipientsOfNetworkWithin60s: 5 }, "machine"],
    ["data_centre", { asn: 8_075 }, "unsure"],
    ["no_sec_fetch", { hasSecFetch: false }, "unsure"],
    ["no_language", { hasAcceptLanguage: false }, "unsure"],
    ["later_action", { hasLaterAction: true }, "person"],
    ["rewritten", { isRewritten: true }, "person"],
  ] as const)("hears %s alone (%j): %s", (reason, change, verdict) => {
    const judged = judge(change);
    expect(judged.verdict).toBe(verdict);
    expect(judged.reasons.map((one) => one.reason)).toEqual([reason]);
  });

  it.each([
    ["5 s after delivery", { msSinceDelivery: 5_000 }],
    ["two links at once", { linksWithin5s: 2 }],
    ["four readers of one network", { recipientsOfNetworkWithin60s: 4 }],
    ["an ordinary network", { asn: 3_320 }],
    ["a form sent by POST", { method: "POST" }],
  ] as const)("does not mind %s", (_, change) => {
    expect(judge(change)).toMatchObject({ verdict: "person", reasons: [] });
  });

  it("is a person on a phone or PDA that sends none of a modern browser's headers", () => {
    for (const device of ["phone", "pda"] as const) {
      const old = { device, isModernBrowser: false, hasSecFetch: false, hasAcceptLanguage: false };
      expect(judge(old)).toMatchObject({ verdict: "person", reasons: [] });
    }
  });

  it("is a machine when medium signals come together", () => {
    expect(judge({ asn: 8_075, hasSecFetch: false }).verdict).toBe("machine");
    expect(judge({ hasAcceptLanguage: false, hasSecFetch: false }).verdict).toBe("machine");
  });

  it("is a person when somebody acts later, though the network is a data centre's and the click was quick", () => {
    expect(judge({ asn: 16_509, hasLaterAction: true }).verdict).toBe("person");
    expect(judge({ msSinceDelivery: 1_000, hasLaterAction: true }).verdict).toBe("person");
  });

  it("is a person behind a rewriter that sits in a data centre", () => {
    expect(judge({ asn: 8_075, isRewritten: true }).verdict).toBe("person");
  });

  it("is a machine for certain, whatever else speaks", () => {
    expect(judge({ isDeclaredBot: true, hasLaterAction: true, isRewritten: true }).verdict).toBe("machine");
  });

  it("leaves the signals as they are", () => {
    const frozen = Object.freeze({ ...neutral });
    expect(verdictOf(frozen)).toEqual(verdictOf(frozen));
  });
});
