import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { chromium, firefox, fromPage, plainBrowser, safari } from "../browsers.ts";
import { clientOf, farmOf, oddVersion, sandboxed } from "../client-of.ts";
import { asns, networkOf } from "../networks.ts";
import { readerDelay } from "../reader-delay.ts";
import { acceptedOf, allLinks, anyLink, click, maybeReader, neighbours, newsletter, scan } from "../scan.ts";
import type { Scenario } from "../trace.ts";
import { anybody, desktop } from "./unseen-clients.ts";

/**
 * A whole browser that runs the page's script and sends its forms: GET, then POST, from Microsoft's addresses, the links one
 * after the other (stream.interfree.ca on scanners' POSTs; blog.healthchecks.io 2019 on unsubscribing).
 */
const safeLinksPost: Scenario = {
  name: "safe-links/detonation-post",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, asns.microsoft, 3);
    for (const delivery of neighbours(stage)) {
      const language = dice.pick(["en-US", "en-US,en;q=0.9"]);
      const headers = sandboxed(
        dice,
        chromium({ system: "Windows", version: oddVersion(dice, 118, 141), language, brand: "Microsoft Edge" }),
        {
          withoutLanguage: 0.3,
          withoutFetch: 0.1,
        },
      );
      const client = farmOf(dice, farm, () => headers);
      let at = acceptedOf(stage, delivery) + dice.between(10, 290) * SECOND_MS;
      for (const target of [...allLinks(stage, delivery), "unsubscribe"] as const) {
        stage.ask({ at, delivery, target, client: client(), truth: "machine", by: "Safe Links, GET" });
        at += dice.between(200, 2_500);
        if (target === "unsubscribe" || dice.chance(0.2)) {
          stage.ask({
            at,
            delivery,
            target,
            client: client(),
            method: "POST",
            truth: "machine",
            by: "Safe Links, POST",
          });
          at += dice.between(100, 900);
        }
      }
      maybeReader(stage, delivery, () => desktop(dice, fromPage("https://aus01.safelinks.protection.outlook.com/")));
    }
  },
};

/** A blank agent from 104.47.0.0/17, a HEAD or a GET for each link, at delivery (laravel-passwordless-login #79, December 2022). */
const safeLinksBlank: Scenario = {
  name: "safe-links/blank-agent",
  play: (stage) => {
    const { dice } = stage;
    const network = { asn: asns.microsoft, prefixes: [`104.47.${dice.whole(0, 127)}`] };
    for (const delivery of neighbours(stage)) {
      scan(stage, {
        delivery,
        links: dice.some(allLinks(stage, delivery), dice.whole(1, 15)),
        startAt: acceptedOf(stage, delivery) + dice.between(0, 20) * SECOND_MS,
        gap: () => dice.between(20, 4_000),
        client: farmOf(dice, network, () => plainBrowser("")),
        by: "Safe Links without an agent",
        method: dice.pick(["GET", "GET", "HEAD"]),
      });
      maybeReader(stage, delivery, () => anybody(dice));
    }
  },
};

/** An investigation of some message opens its links hours after delivery (check.live-direct-marketing.online on Defender). */
const defenderInvestigates: Scenario = {
  name: "safe-links/investigation-hours-later",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage, `company${dice.whole(1, 999)}.example`);
    const farm = networkOf(dice, asns.microsoft, 2);
    scan(stage, {
      delivery,
      startAt: dice.between(1, 12) * HOUR_MS,
      gap: () => dice.between(0.2, 5) * SECOND_MS,
      client: farmOf(dice, farm, () =>
        sandboxed(dice, chromium({ system: "Windows", version: oddVersion(dice, 110, 140), language: "en-US" }), {
          withoutLanguage: 0.4,
          withoutFetch: 0.2,
        }),
      ),
      by: "Defender's investigation",
    });
    maybeReader(stage, delivery, () => anybody(dice));
  },
};

/** The new Outlook's own GET, in its own agent, a moment ahead of the browser that the reader gets (nextauthjs #1840, 2023). */
const newOutlook: Scenario = {
  name: "safe-links/one-outlook",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const reader = desktop(dice, { site: "none" });
    const { at, target } = click(stage, { delivery, client: reader, at: readerDelay(dice) + 4 * SECOND_MS });
    const build = dice.whole(100, 927);
    const agent = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/117.0.0.0 Safari/537.36 Edg/117.0.2045.47 OneOutlook/1.2023.${build}.100`;
    const headers = { ...plainBrowser(agent, "en-US,en;q=0.9"), "x-native-host": `OneOutlook/1.2023.${build}.100` };
    stage.ask({
      at: at - dice.between(0.3, 3) * SECOND_MS,
      delivery,
      target,
      client: { ...reader, headers },
      truth: "machine",
      by: "the new Outlook's look",
    });
  },
};

/** Word and Excel ask under other names, in several steps; Office 2010 called it "existence discovery". */
const existence: Scenario = {
  name: "office/existence-discovery",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const reader = desktop(dice, { site: "none" });
    const { at, target } = click(stage, { delivery, client: reader, at: readerDelay(dice) + 6 * SECOND_MS });
    const agents = [
      "Microsoft Office Existence Discovery",
      "Microsoft Office Word 2014",
      "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)",
    ];
    const headers = plainBrowser(dice.pick(agents));
    let before = dice.between(800, 5_000);
    for (const method of ["HEAD", "GET"].slice(dice.whole(0, 1))) {
      stage.ask({
        at: at - before,
        delivery,
        target,
        client: { ...reader, headers },
        method,
        truth: "machine",
        by: "Office's look",
      });
      before /= 3;
    }
  },
};

/** "Will click the first link in each message" and nothing else (connect.act-on.com), again as a browser without a name. */
const barracudaFirst: Scenario = {
  name: "barracuda/first-link",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, dice.pick([asns.barracuda, asns.amazon]), 3);
    for (const delivery of neighbours(stage, 12)) {
      scan(stage, {
        delivery,
        links: [0],
        startAt: acceptedOf(stage, delivery) + dice.between(2, 50) * SECOND_MS,
        gap: () => 0,
        client: farmOf(dice, farm, () =>
          dice.chance(0.5)
            ? plainBrowser(
                `Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:${dice.whole(52, 102)}.0) Gecko/20100101 Firefox/${dice.whole(52, 102)}.0`,
                "en-US,en;q=0.5",
              )
            : plainBrowser(
                `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_6) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${oddVersion(dice, 84, 121)}.0.0.0 Safari/537.36`,
              ),
        ),
        by: "Barracuda",
      });
      maybeReader(stage, delivery, () => anybody(dice));
    }
  },
};

/** All links at the gateway, from its own networks; the links are not rewritten for whoever clicks later. */
const mimecastAtDelivery: Scenario = {
  name: "mimecast/at-delivery",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, dice.pick(asns.mimecast), 2);
    for (const delivery of neighbours(stage)) {
      scan(stage, {
        delivery,
        startAt: acceptedOf(stage, delivery) + dice.between(-3, 45) * SECOND_MS,
        gap: () => dice.between(30, 1_500),
        client: farmOf(dice, farm, () =>
          plainBrowser(
            `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${oddVersion(dice, 103, 126)}.0.0.0 Safari/537.36`,
            dice.chance(0.5) ? "en-GB" : undefined,
          ),
        ),
        by: "Mimecast at delivery",
        also: ["unsubscribe"],
      });
      maybeReader(stage, delivery, () => desktop(dice, fromPage("https://url.us.m.mimecastprotect.com/")));
    }
  },
};

/** The same sandbox from rented machines and as many devices: phones, Macs, an old Windows; some links, up to half an hour. */
const proofpointCloud: Scenario = {
  name: "proofpoint/cloud-many-agents",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, asns.amazon, 6);
    for (const delivery of neighbours(stage, 5)) {
      scan(stage, {
        delivery,
        links: dice.some(allLinks(stage, delivery), dice.whole(1, 5)),
        startAt: acceptedOf(stage, delivery) + dice.logNormal(90 * SECOND_MS, 1.2),
        gap: () => dice.exponential(6 * SECOND_MS),
        client: farmOf(dice, farm, () =>
          sandboxed(
            dice,
            dice.pick([
              safari("iPhone", { version: "16.6", language: "en-US,en;q=0.9" }),
              safari("Mac", { version: "17.4", language: "en-US,en;q=0.9" }),
              chromium({ system: "Android", version: 124, language: "en-US" }),
              chromium({ system: "Windows", version: oddVersion(dice, 96, 131), language: "en-US" }),
              firefox("Windows", { version: 115, language: "en-US,en;q=0.5" }),
            ]),
            { withoutLanguage: 0.4, withoutFetch: 0.5 },
          ),
        ),
        by: "Proofpoint in the cloud",
      });
      maybeReader(stage, delivery, () => desktop(dice, fromPage("https://urldefense.proofpoint.com/")));
    }
  },
};

/** A reputation service looks at unknown links later, as an ordinary browser: assumed, no log of one was found. */
const ciscoReputation: Scenario = {
  name: "cisco/reputation",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage, `company${dice.whole(1, 999)}.example`);
    scan(stage, {
      delivery,
      links: dice.some(allLinks(stage, delivery), dice.whole(2, 8)),
      startAt: dice.between(1, 15) * MINUTE_MS,
      gap: () => dice.between(0.4, 3) * SECOND_MS,
      client: farmOf(dice, networkOf(dice, dice.pick(asns.cisco)), () =>
        plainBrowser(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.111 Safari/537.36",
          "en",
        ),
      ),
      by: "Cisco's reputation service",
    });
    maybeReader(stage, delivery, () => desktop(dice, fromPage("https://secure-web.cisco.com/")));
  },
};

/** Another sandbox with whole browsers, on other clouds, which also stays for a moment with each page. */
const sandboxOther: Scenario = {
  name: "sandbox/real-browser-patient",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, dice.pick([asns.googleCloud, asns.oracle, asns.microsoft]), 5);
    for (const delivery of neighbours(stage, 4)) {
      const headers = dice.chance(0.5)
        ? chromium({ system: "macOS", version: oddVersion(dice, 136, 142), language: "en-US,en;q=0.9" })
        : firefox("Windows", { version: oddVersion(dice, 138, 144), language: "en-US,en;q=0.5" });
      scan(stage, {
        delivery,
        startAt: acceptedOf(stage, delivery) + dice.between(20, 400) * SECOND_MS,
        gap: () => dice.between(3, 14) * SECOND_MS,
        client: farmOf(dice, farm, () => headers),
        by: "a patient sandbox",
        also: dice.chance(0.5) ? ["unsubscribe", "hidden"] : ["hidden"],
      });
      maybeReader(stage, delivery, () => anybody(dice));
    }
  },
};

/** The machine stands in the customer's own server room: its network is the office's, where people click later. */
const appliance: Scenario = {
  name: "appliance/on-the-premises",
  play: (stage) => {
    const { dice } = stage;
    const network = networkOf(dice, dice.pick([20115, 701, 3209]));
    for (const delivery of neighbours(stage)) {
      scan(stage, {
        delivery,
        startAt: acceptedOf(stage, delivery) + dice.between(0, 15) * SECOND_MS,
        gap: () => dice.between(30, 700),
        client: farmOf(dice, network, () =>
          plainBrowser(
            "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko",
            dice.chance(0.5) ? "en" : undefined,
          ),
        ),
        by: "a gateway on the premises",
        also: ["unsubscribe"],
      });
      maybeReader(stage, delivery, () =>
        clientOf(dice, network, chromium({ system: "Windows", version: 143, language: "en-US,en;q=0.9" })),
      );
    }
  },
};

/** Programs of small products, by the names of their libraries. */
const libraries: Scenario = {
  name: "gateway/http-libraries",
  play: (stage) => {
    const { dice } = stage;
    const agent = dice.pick([
      "Go-http-client/1.1",
      "okhttp/4.12.0",
      "Java/17.0.9",
      "axios/1.7.7",
      "node-fetch/1.0",
      "curl/8.7.1",
      "libwww-perl/6.67",
      "Apache-HttpClient/5.3 (Java/21)",
      "Faraday v2.9.0",
      "GuzzleHttp/7",
      "Python/3.11 aiohttp/3.9.5",
    ]);
    const network = networkOf(dice, dice.pick([asns.digitalOcean, asns.linode, 12322, 1221]));
    for (const delivery of neighbours(stage)) {
      scan(stage, {
        delivery,
        links: dice.some(allLinks(stage, delivery), dice.whole(1, 15)),
        startAt: acceptedOf(stage, delivery) + dice.between(0, 300) * SECOND_MS,
        gap: () => dice.between(10, 3_000),
        client: farmOf(dice, network, () => plainBrowser(agent)),
        by: agent,
      });
      maybeReader(stage, delivery, () => anybody(dice));
    }
  },
};

/** The whole scan is done while the sender waits for its 250, up to a minute: acceptance comes after the verdict's time. */
const heldLong: Scenario = {
  name: "early/held-for-a-minute",
  play: (stage) => {
    const { dice } = stage;
    const hold = dice.between(20, 60) * SECOND_MS;
    const delivery = stage.deliver({ links: dice.whole(1, 8), acceptedAt: hold });
    scan(stage, {
      delivery,
      startAt: dice.between(0.5, 4) * SECOND_MS,
      gap: () => dice.between(0.5, 3) * SECOND_MS,
      client: farmOf(dice, networkOf(dice, dice.pick([asns.googleCloud, asns.hetzner]), 2), () =>
        sandboxed(dice, chromium({ system: "Linux", version: oddVersion(dice, 108, 139), language: "en-US" }), {
          withoutLanguage: 0.5,
          withoutFetch: 0.3,
        }),
      ),
      by: "a gateway that holds the connection",
    });
    maybeReader(stage, delivery, () => anybody(dice));
  },
};

/** One link of each message, and not the same one, some minutes after delivery, with all that a browser sends. */
const sampler: Scenario = {
  name: "sampler/one-link-with-all-headers",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, dice.pick([asns.oracle, asns.ovh, asns.hetzner]), 4);
    for (const delivery of neighbours(stage)) {
      scan(stage, {
        delivery,
        links: [anyLink(stage, delivery)],
        startAt: acceptedOf(stage, delivery) + dice.between(3, 600) * SECOND_MS,
        gap: () => 0,
        client: farmOf(dice, farm, () =>
          chromium({ system: "Windows", version: oddVersion(dice, 120, 140), language: "en-US,en;q=0.9" }),
        ),
        by: "a sampling filter",
      });
      maybeReader(stage, delivery, () => anybody(dice));
    }
  },
};

/** Ten to sixty minutes later, a few links of each of several mailboxes, in one go. */
const late: Scenario = {
  name: "late/batch-of-mailboxes",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, dice.pick([asns.googleCloud, asns.digitalOcean]), 2);
    const begin = dice.between(10, 60) * MINUTE_MS;
    for (const delivery of neighbours(stage, 10)) {
      scan(stage, {
        delivery,
        links: dice.some(allLinks(stage, delivery), dice.whole(1, 4)),
        startAt: begin + dice.between(0, 40) * SECOND_MS,
        gap: () => dice.between(0.5, 4) * SECOND_MS,
        client: farmOf(dice, farm, () =>
          sandboxed(dice, chromium({ system: "Windows", version: oddVersion(dice, 112, 140), language: "en-US" }), {
            withoutLanguage: 0.4,
            withoutFetch: 0.3,
          }),
        ),
        by: "a late scanner",
      });
      maybeReader(stage, delivery, () => anybody(dice));
    }
  },
};

/** One link at a time for hours, from ever new networks. */
const drip: Scenario = {
  name: "drip/hours-apart",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    scan(stage, {
      delivery,
      startAt: dice.between(1, 40) * MINUTE_MS,
      gap: () => dice.exponential(25 * MINUTE_MS) + 20 * SECOND_MS,
      client: farmOf(dice, networkOf(dice, dice.pick([asns.amazon, asns.googleCloud]), 12), () =>
        sandboxed(
          dice,
          chromium({ system: dice.pick(["Windows", "Linux"]), version: oddVersion(dice, 109, 139), language: "en-US" }),
          {
            withoutLanguage: 0.5,
            withoutFetch: 0.3,
          },
        ),
      ),
      by: "a slow scanner",
    });
    if (dice.chance(0.4)) click(stage, { delivery, client: anybody(dice) });
  },
};

export const unseenGateways: readonly Scenario[] = [
  safeLinksPost,
  safeLinksBlank,
  defenderInvestigates,
  newOutlook,
  existence,
  barracudaFirst,
  mimecastAtDelivery,
  proofpointCloud,
  ciscoReputation,
  sandboxOther,
  appliance,
  libraries,
  heldLong,
  sampler,
  late,
  drip,
];
