import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { chromium, fromPage, plainBrowser } from "../browsers.ts";
import { clientOf, evenVersion, farmOf, sandboxed } from "../client-of.ts";
import { asns, networkOf } from "../networks.ts";
import { readerDelay } from "../reader-delay.ts";
import { acceptedOf, allLinks, anyLink, click, maybeReader, neighbours, newsletter, scan } from "../scan.ts";
import type { Scenario } from "../trace.ts";
import { anybody, desktop } from "./seen-clients.ts";

/**
 * Every link within ten seconds, begun within a minute of delivery, by an outdated Chrome for Windows from 40.94.0.0/16, one to
 * three times each (check.live-direct-marketing.online on Defender; gophish #2646; nextauthjs #1840; opencollective #3656).
 */
const safeLinksAtDelivery: Scenario = {
  name: "safe-links/detonation-get",
  play: (stage) => {
    const { dice } = stage;
    const farm = { asn: asns.microsoft, prefixes: [`40.94.${dice.whole(16, 235)}`, `40.94.${dice.whole(16, 235)}`] };
    for (const delivery of neighbours(stage)) {
      const headers = sandboxed(
        dice,
        chromium({ system: "Windows", version: evenVersion(dice, 112, 137), language: "en-US" }),
        {
          withoutLanguage: 0.4,
          withoutFetch: 0.2,
        },
      );
      const links = allLinks(stage, delivery).flatMap((no) => Array.from({ length: dice.whole(1, 3) }, () => no));
      scan(stage, {
        delivery,
        links,
        startAt: acceptedOf(stage, delivery) + dice.between(2, 60) * SECOND_MS,
        gap: () => dice.between(40, 10 * SECOND_MS) / Math.max(1, links.length / 2),
        client: farmOf(dice, farm, () => headers),
        by: "Safe Links at delivery",
        also: dice.chance(0.6) ? ["unsubscribe", "pixel"] : ["pixel"],
      });
      maybeReader(stage, delivery, () => desktop(dice, fromPage("https://nam10.safelinks.protection.outlook.com/")));
    }
  },
};

/** A HEAD to the link ahead of the reader who clicked (nextauthjs #1840; nhost/hasura-auth #189). */
const safeLinksAtClick: Scenario = {
  name: "safe-links/click-head",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage, `company${dice.whole(1, 999)}.example`);
    const at = readerDelay(dice) + SECOND_MS;
    const target = anyLink(stage, delivery);
    const checker = clientOf(
      dice,
      { asn: asns.microsoft, prefixes: [`104.47.${dice.whole(0, 127)}`] },
      plainBrowser(dice.chance(0.5) ? "" : "Mozilla/4.0 (compatible; ms-office; MSOffice 16)"),
    );
    const before = dice.between(50, 1_500);
    stage.ask({
      at: at - before,
      delivery,
      target,
      client: checker,
      method: "HEAD",
      truth: "machine",
      by: "Safe Links at click",
    });
    click(stage, {
      delivery,
      at,
      target,
      client: desktop(dice, fromPage("https://eur01.safelinks.protection.outlook.com/")),
    });
  },
};

/** Office asks what a link is before it opens the browser: OPTIONS, HEAD or GET under its own name. */
const officeLook: Scenario = {
  name: "office/ms-office",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const reader = desktop(dice, { site: "none" });
    const { at, target } = click(stage, { delivery, client: reader, at: readerDelay(dice) + 2 * SECOND_MS });
    const office = { ...reader, headers: plainBrowser("Mozilla/4.0 (compatible; ms-office; MSOffice 16)") };
    for (const method of dice.some(["OPTIONS", "HEAD", "GET"], dice.whole(1, 3))) {
      stage.ask({
        at: at - dice.between(100, 1_800),
        delivery,
        target,
        client: office,
        method,
        truth: "machine",
        by: "Office's look",
      });
    }
  },
};

/** Visits all links as a browser and names no scanner (act-on.com, "Identifying False Positives in Email Clicks"). */
const barracuda: Scenario = {
  name: "barracuda/all-links",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, asns.barracuda, 2);
    for (const delivery of neighbours(stage)) {
      const headers = plainBrowser(
        `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${evenVersion(dice, 88, 120)}.0.${dice.whole(3000, 6400)}.${dice.whole(20, 160)} Safari/537.36`,
        dice.chance(0.5) ? "en-US,en;q=0.5" : undefined,
      );
      scan(stage, {
        delivery,
        startAt: acceptedOf(stage, delivery) + dice.between(1, 25) * SECOND_MS,
        gap: () => dice.between(80, 900),
        client: farmOf(dice, farm, () => headers),
        by: "Barracuda",
        also: ["unsubscribe", "hidden"],
      });
      maybeReader(stage, delivery, () => desktop(dice, fromPage("https://linkprotect.cudasvc.com/")));
    }
  },
};

/** The rewritten link is checked when it is clicked, some five seconds ahead of the reader (support.emerson.edu on URL Protect). */
const mimecast: Scenario = {
  name: "mimecast/click-head",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage, `company${dice.whole(1, 999)}.example`);
    const at = readerDelay(dice) + 6 * SECOND_MS;
    const target = anyLink(stage, delivery);
    const checker = clientOf(
      dice,
      networkOf(dice, dice.pick(asns.mimecast)),
      plainBrowser(
        "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.132 Safari/537.36",
      ),
    );
    const before = dice.between(2, 6) * SECOND_MS;
    stage.ask({
      at: at - before,
      delivery,
      target,
      client: checker,
      method: "HEAD",
      truth: "machine",
      by: "Mimecast at click",
    });
    if (dice.chance(0.5)) {
      stage.ask({
        at: at - before + 300,
        delivery,
        target,
        client: checker,
        truth: "machine",
        by: "Mimecast at click",
      });
    }
    click(stage, { delivery, at, target, client: desktop(dice, fromPage("https://protect-eu.mimecast.com/")) });
  },
};

/** The sandbox takes some links of a mail ahead of the reader (hawaii.edu/askus/1889); its delays and shares are assumed. */
const proofpoint: Scenario = {
  name: "proofpoint/predictive",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, dice.pick(asns.proofpoint), 3);
    for (const delivery of neighbours(stage)) {
      const some = dice.some(allLinks(stage, delivery), dice.whole(1, 4));
      scan(stage, {
        delivery,
        links: some,
        startAt: acceptedOf(stage, delivery) + dice.between(20, 600) * SECOND_MS,
        gap: () => dice.between(0.3, 8) * SECOND_MS,
        client: farmOf(dice, farm, () =>
          sandboxed(
            dice,
            chromium({
              system: dice.pick(["Windows", "macOS"]),
              version: evenVersion(dice, 110, 135),
              language: "en-US,en",
            }),
            {
              withoutLanguage: 0.5,
              withoutFetch: 0.4,
            },
          ),
        ),
        by: "Proofpoint's sandbox",
      });
      maybeReader(stage, delivery, () => desktop(dice, fromPage("https://urldefense.com/")));
    }
  },
};

/** Links lead over Cisco's proxy (docs.ces.cisco.com) under a name of its own; that the gateway looks too is assumed. */
const cisco: Scenario = {
  name: "cisco/outbreak-filter",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, dice.pick(asns.cisco));
    for (const delivery of neighbours(stage, 5)) {
      scan(stage, {
        delivery,
        startAt: acceptedOf(stage, delivery) - dice.between(0, 4) * SECOND_MS,
        gap: () => dice.between(50, 500),
        client: farmOf(dice, farm, () => plainBrowser("CiscoSecureEmail")),
        by: "Cisco",
        method: dice.pick(["HEAD", "GET"]),
      });
      maybeReader(stage, delivery, () => desktop(dice, fromPage("https://secure-web.cisco.com/")));
    }
  },
};

/** A sandbox with a whole browser and the newest agent, on rented machines: every header is a person's. */
const sandbox: Scenario = {
  name: "sandbox/real-browser-cloud",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, asns.amazon, 4);
    const headers = chromium({ system: "Windows", version: evenVersion(dice, 139, 143), language: "en-US,en;q=0.9" });
    for (const delivery of neighbours(stage, 4)) {
      scan(stage, {
        delivery,
        startAt: acceptedOf(stage, delivery) + dice.between(5, 180) * SECOND_MS,
        gap: () => dice.between(0.5, 6) * SECOND_MS,
        client: farmOf(dice, farm, () => headers),
        by: "sandbox",
        also: dice.chance(0.5) ? ["hidden", "unsubscribe"] : [],
      });
      maybeReader(stage, delivery, () => anybody(dice));
    }
  },
};

/** A small gateway's script: every link several times, consecutive (putyourlightson/craft-campaign #546). */
const script: Scenario = {
  name: "gateway/python-requests",
  play: (stage) => {
    const { dice } = stage;
    const network = networkOf(dice, dice.pick([asns.hetzner, 3320, 7922]));
    for (const delivery of neighbours(stage)) {
      scan(stage, {
        delivery,
        startAt: acceptedOf(stage, delivery) + dice.between(0, 30) * SECOND_MS,
        gap: () => dice.between(20, 300),
        client: farmOf(dice, network, () =>
          plainBrowser(`python-requests/2.${dice.whole(25, 32)}.${dice.whole(0, 5)}`),
        ),
        by: "a gateway's script",
        also: ["unsubscribe", "hidden", "pixel"],
      });
      maybeReader(stage, delivery, () => anybody(dice));
    }
  },
};

/** The gateway looks at all links while it holds the sender's connection: before the message counts as accepted. */
const beforeAcceptance: Scenario = {
  name: "early/before-acceptance",
  play: (stage) => {
    const { dice } = stage;
    const hold = dice.between(2, 9) * SECOND_MS;
    const delivery = stage.deliver({ links: dice.whole(2, 12), acceptedAt: hold });
    scan(stage, {
      delivery,
      startAt: dice.between(0.2, 0.8) * SECOND_MS,
      gap: () => (hold - SECOND_MS) / (stage.linksOf(delivery) + 1),
      client: farmOf(dice, networkOf(dice, dice.pick([asns.amazon, asns.ovh]), 2), () =>
        chromium({ system: "Windows", version: evenVersion(dice, 115, 138), language: "en-US" }),
      ),
      by: "a gateway before acceptance",
    });
    maybeReader(stage, delivery, () => anybody(dice));
  },
};

/** One link by chance within two minutes (spam filters that sample; act-on.com tells of the first link alone). */
const oneLink: Scenario = {
  name: "sampler/one-link",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, dice.pick([asns.amazon, asns.googleCloud, asns.digitalOcean]), 3);
    for (const delivery of neighbours(stage)) {
      scan(stage, {
        delivery,
        links: [anyLink(stage, delivery)],
        startAt: acceptedOf(stage, delivery) + dice.between(1, 120) * SECOND_MS,
        gap: () => 0,
        client: farmOf(dice, farm, () =>
          sandboxed(dice, chromium({ system: "Windows", version: evenVersion(dice, 100, 130), language: "en-US" }), {
            withoutLanguage: 0.5,
            withoutFetch: 0.5,
          }),
        ),
        by: "a sampling filter",
      });
      maybeReader(stage, delivery, () => anybody(dice));
    }
  },
};

/** A queue of suspicious links is worked off 10 to 60 minutes after delivery. */
const delayed: Scenario = {
  name: "late/ten-to-sixty-minutes",
  play: (stage) => {
    const { dice } = stage;
    const farm = networkOf(dice, dice.pick([asns.amazon, asns.ovh]), 4);
    for (const delivery of neighbours(stage, 4)) {
      scan(stage, {
        delivery,
        startAt: acceptedOf(stage, delivery) + dice.between(10, 60) * MINUTE_MS,
        gap: () => dice.between(0.1, 2) * SECOND_MS,
        client: farmOf(dice, farm, () =>
          sandboxed(dice, chromium({ system: "Linux", version: evenVersion(dice, 110, 138), language: "en-US" }), {
            withoutLanguage: 0.6,
            withoutFetch: 0.2,
          }),
        ),
        by: "a late scanner",
      });
      maybeReader(stage, delivery, () => anybody(dice));
    }
  },
};

/** "They insert random delays between clicks, mimicking human behavior" (paminga.com, bot filtering): one link in minutes. */
const drip: Scenario = {
  name: "drip/minutes-apart",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    scan(stage, {
      delivery,
      startAt: dice.between(0.5, 20) * MINUTE_MS,
      gap: () => dice.exponential(4 * MINUTE_MS) + 8 * SECOND_MS,
      client: farmOf(dice, networkOf(dice, dice.pick([asns.amazon, asns.linode]), 5), () =>
        sandboxed(dice, chromium({ system: "Windows", version: evenVersion(dice, 105, 138), language: "en-US" }), {
          withoutLanguage: 0.5,
          withoutFetch: 0.3,
        }),
      ),
      by: "a slow scanner",
      also: ["unsubscribe"],
    });
    if (dice.chance(0.4)) click(stage, { delivery, client: anybody(dice), at: readerDelay(dice) + HOUR_MS });
  },
};

export const seenGateways: readonly Scenario[] = [
  safeLinksAtDelivery,
  safeLinksAtClick,
  officeLook,
  barracuda,
  mimecast,
  proofpoint,
  cisco,
  sandbox,
  script,
  beforeAcceptance,
  oneLink,
  delayed,
  drip,
];
