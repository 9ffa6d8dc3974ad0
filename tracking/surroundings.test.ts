import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RequestSignals } from "./signals.ts";
import { AROUND_MS, type LinkRequested, surroundingsOf } from "./surroundings.ts";

const EXIT = 255;
const browser: RequestSignals = {
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
const bare = { ...browser, hasSecFetch: false };

const asked = (seconds: number, more: Partial<LinkRequested> = {}): LinkRequested => ({
  at: 1_000_000_000 + seconds * 1_000,
  linkNo: 0,
  network: "home",
  browser: "chrome",
  signals: browser,
  ...more,
});
const own = asked(0);
const around = (...others: readonly LinkRequested[]) => surroundingsOf(own, others, { count: 8, optOutLink: EXIT });
/** From somewhere else, by something else. */
const elsewhere = (seconds: number, more: Partial<LinkRequested> = {}) =>
  asked(seconds, { network: `n${seconds}`, browser: `b${seconds}`, ...more });

describe("what happened around a click", () => {
  it("is nothing where somebody clicks alone, or twice on one link", () => {
    expect(around()).toEqual({});
    expect(around(asked(0.4), asked(-0.2))).toEqual({});
  });

  it("counts different links within a second, whoever asked, and nothing beyond it", () => {
    expect(around(elsewhere(0.9, { linkNo: 1 }), elsewhere(-1, { linkNo: 2 })).linksWithin1s).toBe(3);
    expect(around(asked(1.1, { linkNo: 1 })).linksWithin1s).toBeUndefined();
  });

  it("counts the links of one's own network or browser within fifteen seconds, and of the network within an hour", () => {
    const walk = [1, 2, 3].map((linkNo) => asked(4 * linkNo, { linkNo, browser: "changes" }));
    expect(around(...walk, asked(16, { linkNo: 4 }), asked(3_500, { linkNo: 5 }))).toMatchObject({
      ownLinksWithin15s: 4,
      ownLinks: 6,
    });
    expect(around(asked(9, { linkNo: 1, network: "mobile" }))).toMatchObject({ ownLinksWithin15s: 2 });
    expect(around(asked(9, { linkNo: 1, network: "mobile" })).ownLinks).toBeUndefined();
    expect(around(asked(AROUND_MS / 1_000 + 1, { linkNo: 1 }))).toEqual({});
  });

  it("sees an unsubscribe link with content within five seconds, and a look for the exit after three links of content", () => {
    expect(around(asked(5, { linkNo: EXIT })).isUnsubscribeWithContent).toBe(true);
    expect(around(asked(6, { linkNo: EXIT })).isUnsubscribeWithContent).toBeUndefined();
    const exit = asked(90, { linkNo: EXIT });
    expect(around(exit, asked(30, { linkNo: 1 })).hasLookedForExit).toBeUndefined();
    expect(around(exit, asked(30, { linkNo: 1 }), asked(60, { linkNo: 2 })).hasLookedForExit).toBe(true);
  });

  it("knows most of a message and all of it: three quarters of its links, and four at least, or all three", () => {
    const walk = (to: number) => Array.from({ length: to }, (_, no) => asked(60 * no, { linkNo: no }));
    expect(around(...walk(5)).isMostOfMessage).toBeUndefined();
    expect(around(...walk(6))).toMatchObject({ isMostOfMessage: true });
    expect(around(...walk(7)).isWholeMessage).toBeUndefined();
    expect(around(...walk(8)).isWholeMessage).toBe(true);
    const ofSmall = (count: number) => surroundingsOf(own, walk(3), { count, optOutLink: EXIT });
    expect([ofSmall(3).isMostOfMessage, ofSmall(4).isMostOfMessage]).toEqual([true, undefined]);
    expect(ofSmall(3).isWholeMessage).toBeUndefined();
  });

  it("counts networks and links within a minute and an hour", () => {
    const farm = [elsewhere(20, { linkNo: 1 }), elsewhere(40, { linkNo: 2 }), elsewhere(200, { linkNo: 3 })];
    expect(around(...farm)).toMatchObject({
      closeSpread: { networks: 3, links: 3 },
      spread: { networks: 4, links: 4 },
    });
  });

  it("leaves a reader alone who comes more than ten minutes after a scan", () => {
    expect(around(elsewhere(-601, { linkNo: 1 }), elsewhere(-602, { linkNo: 2 }))).toEqual({});
    expect(around(elsewhere(-599, { linkNo: 1 }), elsewhere(-602, { linkNo: 2 })).spread).toEqual({
      networks: 3,
      links: 3,
    });
  });

  it("counts the networks from which one browser asks", () => {
    const same = [30, 700, 900].map((seconds, index) => elsewhere(seconds, { browser: "chrome", linkNo: index + 1 }));
    expect(around(...same)).toMatchObject({
      closeBrowserSpread: { networks: 2, links: 2 },
      browserSpread: { networks: 4, links: 4 },
    });
    const unnamed = surroundingsOf({ ...own, browser: "" }, [elsewhere(9, { browser: "", linkNo: 1 })], {
      count: 8,
      optOutLink: EXIT,
    });
    expect(unnamed.browserSpread).toBeUndefined();
  });

  it("sees one browser ask for one link here and elsewhere within a minute", () => {
    const again = (more: Partial<LinkRequested>) =>
      around(asked(60, { network: "mobile", ...more })).isRepeatedElsewhere;
    expect([again({}), again({ linkNo: 1 }), again({ network: "home" }), again({ browser: "other" })]).toEqual([
      true,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("takes for an echo what shows less of a browser than another that asked for the same link", () => {
    const lesser = { ...own, signals: bare };
    const echoOf = (one: LinkRequested, ...others: readonly LinkRequested[]) =>
      surroundingsOf(one, others, { count: 8, optOutLink: EXIT }).echo;
    expect(echoOf(lesser, elsewhere(30))).toBe("lesser");
    expect(echoOf(lesser, elsewhere(-30, { network: "home" }))).toBe("lesser");
    expect([echoOf(lesser, elsewhere(-31)), echoOf(lesser, elsewhere(3_600))]).toEqual(["far", "far"]);
    expect(echoOf(lesser, elsewhere(3_601))).toBeUndefined();
    expect(echoOf(lesser, elsewhere(30, { linkNo: 1 }))).toBeUndefined();
    expect(echoOf(own, elsewhere(30, { signals: bare }))).toBeUndefined();
  });

  it("takes for second what looks alike and came from elsewhere within twenty seconds, unless a crowd asks", () => {
    expect(around(elsewhere(-12)).echo).toBe("second");
    expect(around(elsewhere(-21)).echo).toBeUndefined();
    expect(around(elsewhere(12)).echo).toBeUndefined();
    expect(around(elsewhere(-12, { network: "home" })).echo).toBeUndefined();
    expect(around(elsewhere(-12), elsewhere(400)).echo).toBeUndefined();
  });

  it("sees that this browser tried another method, of HEAD only where it came from the same network", () => {
    const head = { ...browser, method: "HEAD" };
    const post = { ...browser, method: "POST" };
    expect(around(asked(60, { signals: head })).hasProbed).toBe(true);
    expect(around(asked(60, { signals: head, network: "gateway" })).hasProbed).toBeUndefined();
    expect(around(asked(-60, { signals: post, network: "gateway" })).hasProbed).toBe(true);
    expect(around(asked(2, { signals: head, browser: "office" })).hasProbed).toBeUndefined();
    expect(around(asked(61, { signals: post })).hasProbed).toBeUndefined();
  });

  it("leaves out of all counts what is a robot by its own word", () => {
    const robot = { ...browser, isDeclaredBot: true };
    const bots = [1, 2, 3].map((linkNo) => elsewhere(linkNo / 4, { linkNo, signals: robot }));
    expect(around(...bots)).toEqual({});
  });

  it("is the same in whatever order the requests are told", () => {
    const request = fc.record({
      at: fc.integer({ min: own.at - 60_000, max: own.at + 60_000 }),
      linkNo: fc.constantFrom(0, 1, 2, EXIT),
      network: fc.constantFrom("", "home", "a", "b"),
      browser: fc.constantFrom("", "chrome", "c"),
      signals: fc.constantFrom(browser, bare, { ...browser, method: "POST" }),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 8 }), (others) => {
        expect(around(...others.toReversed())).toEqual(around(...others));
      }),
    );
  });
});
