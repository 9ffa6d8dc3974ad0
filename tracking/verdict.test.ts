import { describe, expect, it } from "vitest";
import type { ClickSignals } from "./click-signals.ts";
import { signalTable, type VerdictReason } from "./signal-table.ts";
import { type Verdict, VERDICT_VERSION, verdictOf } from "./verdict.ts";

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
  acceptsPages: true,
};
const judge = (change: Partial<ClickSignals>) => verdictOf({ ...neutral, ...change });
const reasonsOf = (change: Partial<ClickSignals>) => judge(change).reasons.map(({ reason }) => reason);

/** Each signal with all others neutral, and what comes of it alone. */
const alone: ReadonlyArray<readonly [VerdictReason, Partial<ClickSignals>, Verdict]> = [
  ["method", { method: "HEAD" }, "machine"],
  ["method", { method: "POST" }, "machine"],
  ["method", { method: "OPTIONS" }, "machine"],
  ["prefetch", { isPrefetch: true }, "machine"],
  ["declared_bot", { isDeclaredBot: true }, "machine"],
  ["no_agent", { hasAgent: false }, "machine"],
  ["just_delivered", { msSinceDelivery: 4_999 }, "machine"],
  ["just_delivered", { msSinceDelivery: -1 }, "machine"],
  ["within_minute", { msSinceDelivery: 5_000 }, "person"],
  ["within_minute", { msSinceDelivery: 59_999 }, "person"],
  ["within_ten_minutes", { msSinceDelivery: 60_000 }, "person"],
  ["hours_later", { msSinceDelivery: 7_200_000 }, "person"],
  ["links_at_once", { linksWithin1s: 3 }, "machine"],
  ["many_links", { ownLinksWithin15s: 6 }, "machine"],
  ["several_links", { ownLinksWithin15s: 5 }, "person"],
  ["several_links", { ownLinksWithin15s: 3 }, "person"],
  ["half_dozen_links", { ownLinks: 6 }, "person"],
  ["whole_message", { isWholeMessage: true }, "person"],
  ["most_of_message", { isMostOfMessage: true }, "person"],
  ["looked_for_exit", { hasLookedForExit: true }, "person"],
  ["unsubscribe_with_content", { isUnsubscribeWithContent: true }, "machine"],
  ["several_networks", { closeSpread: { networks: 2, links: 3 } }, "person"],
  ["several_networks", { spread: { networks: 2, links: 4 } }, "person"],
  ["browser_of_a_farm", { browserSpread: { networks: 3, links: 4 } }, "machine"],
  ["browser_elsewhere", { closeBrowserSpread: { networks: 2, links: 3 } }, "unsure"],
  ["repeated_elsewhere", { isRepeatedElsewhere: true }, "person"],
  ["echo", { echo: "lesser" }, "machine"],
  ["far_echo", { echo: "far" }, "person"],
  ["second", { echo: "second" }, "unsure"],
  ["probed", { hasProbed: true }, "machine"],
  ["many_recipients", { recipientsOfNetwork: 5 }, "machine"],
  ["several_recipients", { recipientsOfNetwork: 4 }, "person"],
  ["several_recipients", { recipientsOfNetwork: 3 }, "person"],
  ["several_messages", { messagesScanned: 2 }, "unsure"],
  ["data_centre", { asn: 8_075 }, "unsure"],
  ["contradictory", { isContradictory: true }, "unsure"],
  ["outdated", { isOutdated: true }, "person"],
  ["no_page_accept", { acceptsPages: false }, "person"],
  ["no_sec_fetch", { hasSecFetch: false }, "person"],
  ["no_language", { hasAcceptLanguage: false }, "person"],
  ["later_action", { hasLaterAction: true }, "person"],
  ["rewritten", { isRewritten: true }, "person"],
];

/** Just short of a bound. */
const short: ReadonlyArray<readonly [VerdictReason, Partial<ClickSignals>]> = [
  ["several_messages", { messagesScanned: 1 }],
  ["method", { method: "GET" }],
  ["within_ten_minutes", { msSinceDelivery: 600_000 }],
  ["hours_later", { msSinceDelivery: 7_199_999 }],
  ["links_at_once", { linksWithin1s: 2 }],
  ["several_links", { ownLinksWithin15s: 2 }],
  ["half_dozen_links", { ownLinks: 5 }],
  ["several_networks", { closeSpread: { networks: 2, links: 2 } }],
  ["several_networks", { spread: { networks: 5, links: 1 } }],
  ["browser_of_a_farm", { browserSpread: { networks: 2, links: 9 } }],
  ["browser_elsewhere", { closeBrowserSpread: { networks: 2, links: 2 } }],
  ["several_recipients", { recipientsOfNetwork: 2 }],
  ["data_centre", { asn: 3_320 }],
];

/** Several networks on several links are told together with the click's own part in it. */
const farms: ReadonlyArray<readonly [readonly VerdictReason[], Partial<ClickSignals>, Verdict]> = [
  [["one_of_a_farm", "several_networks"], { closeSpread: { networks: 3, links: 3 }, ownLinks: 2 }, "machine"],
  [["one_of_a_farm", "several_networks"], { spread: { networks: 3, links: 4 }, ownLinks: 2 }, "machine"],
  [["several_networks", "amid_a_farm"], { spread: { networks: 3, links: 4 } }, "unsure"],
  [["several_networks", "amid_a_farm", "amid_a_wide_farm"], { spread: { networks: 4, links: 5 } }, "unsure"],
];

describe("the verdict over a click", () => {
  it("is a person when nothing speaks against it", () => {
    expect(judge({})).toEqual({ verdict: "person", version: VERDICT_VERSION, reasons: [] });
  });

  it.each(alone)("hears %s alone (%j): %s", (reason, change, verdict) => {
    expect([reasonsOf(change), judge(change).verdict]).toEqual([[reason], verdict]);
  });

  it.each(short)("hears no %s just short of it (%j)", (reason, change) => {
    expect(reasonsOf(change)).not.toContain(reason);
  });

  it.each(farms)("hears of a farm by %j (%j): %s", (reasons, change, verdict) => {
    expect([reasonsOf(change), judge(change).verdict]).toEqual([reasons, verdict]);
  });

  it("has each of its signals among these", () => {
    const tried = new Set([...alone.map(([reason]) => reason), ...farms.flatMap(([reasons]) => reasons)]);
    expect(signalTable.map(({ reason }) => reason).filter((reason) => !tried.has(reason))).toEqual([]);
    expect(new Set(signalTable.map(({ reason }) => reason)).size).toBe(signalTable.length);
  });

  it("takes what was not looked at for nothing", () => {
    const { acceptsPages: _, ...older } = neutral;
    expect(verdictOf(older)).toMatchObject({ verdict: "person", reasons: [] });
  });
});

describe("what stays a person", () => {
  it("is a person on a phone or PDA that sends none of a modern browser's headers", () => {
    for (const device of ["phone", "pda"] as const) {
      const old = { device, isModernBrowser: false, hasSecFetch: false, hasAcceptLanguage: false, acceptsPages: false };
      expect(judge(old)).toMatchObject({ verdict: "person", reasons: [] });
    }
  });

  it.each([
    ["privacy tools", { hasSecFetch: false, hasAcceptLanguage: false, msSinceDelivery: 90_000 }],
    ["three links quickly", { ownLinksWithin15s: 3, ownLinks: 3, msSinceDelivery: 90_000 }],
    ["an old browser, an hour later", { isOutdated: true, msSinceDelivery: 3_600_000 }],
    ["a changed network in the middle of reading", { closeSpread: { networks: 2, links: 3 }, ownLinks: 2 }],
    ["a link that was passed on to many", { spread: { networks: 9, links: 1 } }],
    ["who comes through a gateway that sits in a data centre", { asn: 8_075, isRewritten: true }],
    ["who acts on the page, though from a data centre", { asn: 16_509, hasLaterAction: true }],
    ["who acts on the page, though quickly", { msSinceDelivery: 1_000, hasLaterAction: true }],
  ] as const)("%s", (_, change) => {
    expect(judge(change).verdict).toBe("person");
  });
});

describe("what is a machine or in doubt", () => {
  it.each([
    ["an old browser right after delivery", { isOutdated: true, msSinceDelivery: 20_000 }, "unsure"],
    [
      "a bare browser right after delivery",
      { hasSecFetch: false, hasAcceptLanguage: false, msSinceDelivery: 9_000 },
      "unsure",
    ],
    ["an old browser in a data centre", { asn: 8_075, isOutdated: true }, "machine"],
    ["a slow walk over a message with a look at the exit", { ownLinks: 6, hasLookedForExit: true }, "unsure"],
    [
      "a robot by its own word, whatever else speaks",
      { isDeclaredBot: true, hasLaterAction: true, isRewritten: true },
      "machine",
    ],
  ] as const)("%s", (_, change, verdict) => {
    expect(judge(change).verdict).toBe(verdict);
  });

  it("is found from the signals alone, which stay as they are", () => {
    const frozen = Object.freeze({ ...neutral, ownLinks: 7 });
    expect(verdictOf(frozen)).toEqual(verdictOf(frozen));
  });
});
