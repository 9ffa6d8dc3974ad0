import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "#kernel/clock.ts";
import { manualClock } from "#kernel/clock.ts";
import { receiverFinder } from "#messages/traffic/receivers/receiver-finder.ts";
import { receiverOfExchanges } from "#messages/traffic/receivers/receiver-of-exchanges.ts";
import { fairGroups } from "./fair-groups.ts";
import { paceTurns } from "./pace-turns.ts";
import { rulesHeard } from "./rules.ts";

const RULES = "../shared/cases/smtp-replies/kumomta-community-shaping.toml";

describe("who stands behind a domain", () => {
  it.each([
    ["shop.example", ["aspmx.l.google.com", "alt1.aspmx.l.google.com"], "google"],
    ["gmail.com", ["gmail-smtp-in.l.google.com."], "google"],
    ["hotmail.fr", ["hotmail-com.olc.protection.outlook.com"], "outlook"],
    ["firm.example", ["firm-example.mail.protection.outlook.com"], "microsoft365"],
    ["aol.com", ["mx-aol.mail.gm0.yahoodns.net"], "yahoo"],
    ["me.com", ["MX01.MAIL.ICLOUD.COM"], "apple"],
    ["web.de", ["mx-ha02.web.de"], "gmx"],
    ["a.example", ["mx1.host.co.uk"], "host.co.uk"],
    ["b.example", ["mx.notgoogle.com"], "notgoogle.com"],
    ["c.example", [], "c.example"],
  ])("%s by %j is %s", (domain, exchanges, receiver) => {
    expect(receiverOfExchanges(domain, exchanges)).toBe(receiver);
  });

  it("is asked once in six hours, and by the domain's own name while no name server answers", async () => {
    const clock = manualClock(0);
    const asked: string[] = [];
    let isDown = false;
    const find = receiverFinder({
      clock,
      timer: { after: () => () => undefined },
      exchanges: async (domain) => {
        asked.push(domain);
        if (isDown) throw new Error("down");
        return ["aspmx.l.google.com"];
      },
    });
    expect([await find("shop.example"), await find("shop.example")]).toEqual(["google", "google"]);
    expect(asked).toHaveLength(1);
    isDown = true;
    clock.advance(6 * 60 * MINUTE_MS);
    expect([await find("shop.example"), await find("gmail.com")]).toEqual(["shop.example", "google"]);
  });
});

describe("what receivers say", () => {
  const community = existsSync(RULES) ? readFileSync(RULES, "utf8") : "";
  const providers: Readonly<Record<string, string>> = {
    gmail: "google",
    "gmx.net_web.de": "gmx",
    "yahoo.co.jp": "yahoo-japan",
    "qq.com": "qq",
    "163.com": "netease",
  };
  /** Each rule of the community's list as a reply that it is written for. */
  const replies = [
    ...community.matchAll(/\[\[(?:provider\.)?"([^"]+)"\.automation\]\]\n(?:#[^\n]*\n)*regex = (?:"(.+)"|'''(.+)''')/g),
  ].map(([, provider = "", quoted = "", literal = ""]) => ({
    receiver: providers[provider] ?? provider,
    words: (quoted + literal)
      .replaceAll("\\\\", "\\")
      .replaceAll(/\\d\+/g, "192")
      .replaceAll(/\.\*/g, " it ")
      .replaceAll(/\\+([[\].])/g, "$1")
      .replaceAll("*", ""),
  }));
  const known = replies.filter(({ words }) => words !== "");

  it.skipIf(known.length === 0)(
    `is heard: all ${known.length} replies of the community's shaping rules find a rule of their receiver`,
    () => {
      const deaf = known.filter(
        ({ receiver, words }) => !rulesHeard(receiver, words).some((rule) => rule.receiver === receiver),
      );
      expect(deaf).toEqual([]);
    },
  );

  it("goes by the receiver's own rule, and by anybody's where it has none", () => {
    const busy = "transient: 451 4.7.500 Server busy. Please try again later from 192.0.2.1.";
    expect(rulesHeard("outlook", busy).map(({ name }) => name)).toEqual(["outlook-busy", "outlook-very-busy"]);
    expect(rulesHeard("host.example", busy).map(({ name }) => name)).toContain("anybody-deferred");
    expect(rulesHeard("google", "mailbox: 452 4.2.2 over quota")).toEqual([]);
  });
});

describe("a pace", () => {
  it("lets through what its rate allows over any hour, and gives each of the others a later place", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.array(fc.record({ count: fc.integer({ min: 1, max: 300 }), waitMs: fc.integer({ min: 0, max: 90_000 }) }), {
          minLength: 1,
          maxLength: 40,
        }),
        (perMinute, claims) => {
          let now = 1_000_000;
          const start = now;
          let state = { usedUntil: 0, bookedUntil: 0 };
          let granted = 0;
          for (const { count, waitMs } of claims) {
            now += waitMs;
            const paced = paceTurns({ count, now, perMinute, state, slowedUntil: 0 });
            granted += paced.granted;
            expect(paced.granted + paced.later.length).toBe(count);
            expect(paced.later.every((at) => at > now)).toBe(true);
            state = paced;
          }
          // A minute's share may be saved up.
          expect(granted).toBeLessThanOrEqual(Math.ceil(((now - start) / MINUTE_MS + 1) * perMinute) + 1);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  it("that was slow leaves no places far ahead behind", () => {
    const now = 1_000_000;
    const slowedUntil = now + 30 * MINUTE_MS;
    const slow = paceTurns({ count: 5_000, now, perMinute: 1, state: { usedUntil: 0, bookedUntil: 0 }, slowedUntil });
    expect(Math.max(...slow.later)).toBeLessThanOrEqual(slowedUntil + MINUTE_MS);
    const after = paceTurns({ count: 200, now: slowedUntil, perMinute: 6_000, state: slow, slowedUntil });
    expect(after.granted).toBe(200);
  });
});

describe("groups that are in flight together", () => {
  it("hold each message once, no more of a stream than it takes at once, and let no stream wait for another's end", () => {
    const item = fc.record({ stream: fc.constantFrom("a", "b", "c", undefined), id: fc.nat() });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 80 }), fc.integer({ min: 1, max: 10 }), (items, size) => {
        const connections = { a: 1, b: 3, c: 5 };
        const of = ({ stream }: (typeof items)[number]) => ({
          stream,
          connections: stream === undefined ? Infinity : connections[stream],
        });
        const groups = [...fairGroups(items, size, of)];
        expect(groups.flat()).toHaveLength(items.length);
        expect(new Set(groups.flat()).size).toBe(items.length);
        for (const group of groups) {
          expect(group.length).toBeLessThanOrEqual(size);
          for (const some of Map.groupBy(group, ({ stream }) => stream).values()) {
            expect(some.length).toBeLessThanOrEqual(Math.min(...some.map((one) => of(one).connections)));
          }
        }
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it("one receiver with one connection holds up its own messages alone", () => {
    const items = Array.from({ length: 40 }, (_, id) => ({ id, stream: id < 20 ? "slow" : "quick" }));
    const of = ({ stream }: { stream: string }) => ({ stream, connections: stream === "slow" ? 1 : 10 });
    const groups = [...fairGroups(items, 10, of)];
    const lastQuick = groups.findLastIndex((group) => group.some(({ stream }) => stream === "quick"));
    expect(lastQuick).toBeLessThanOrEqual(3);
  });
});
