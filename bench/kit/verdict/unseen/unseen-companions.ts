import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { chromium, plainBrowser } from "../browsers.ts";
import { clientOf } from "../client-of.ts";
import { asns, lineOf, networkOf } from "../networks.ts";
import { readerDelay } from "../reader-delay.ts";
import { acceptedOf, click, newsletter } from "../scan.ts";
import type { Scenario } from "../trace.ts";
import { anybody, desktop, phone } from "./unseen-clients.ts";

/** The same link 12 s after the reader, from another network and system, under the newest Chrome (resend-node #901). */
const otherSystem: Scenario = {
  name: "antivirus/other-system-12s-later",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const version = dice.whole(142, 144);
    const reader = clientOf(
      dice,
      lineOf(dice, 26599),
      chromium({ system: "macOS", version, language: "pt-BR,pt;q=0.9" }),
    );
    const { at, target } = click(stage, { delivery, client: reader });
    const client = clientOf(dice, lineOf(dice, 28573), chromium({ system: "Windows", version, language: "en-US" }));
    stage.ask({
      at: at + dice.between(9, 16) * SECOND_MS,
      delivery,
      target,
      client,
      truth: "machine",
      by: "a scanner after the reader",
    });
  },
};

/** A cloud asks for what its user opened, seconds to minutes later: webmasterworld.com 4363886 on Trend, assumed of others. */
const antivirusCloud: Scenario = {
  name: "antivirus/cloud-of-kaspersky",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const { at, target } = click(stage, { delivery, client: desktop(dice) });
    const agent =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.51 Safari/537.36";
    const client = clientOf(
      dice,
      networkOf(dice, asns.kaspersky),
      plainBrowser(agent, dice.chance(0.5) ? "en-US" : undefined),
    );
    for (let look = dice.whole(1, 2); look > 0; look -= 1) {
      stage.ask({
        at: at + dice.logNormal(20 * SECOND_MS, 1),
        delivery,
        target,
        client,
        truth: "machine",
        by: "antivirus",
      });
    }
  },
};

/** The proxies of other mailboxes, by their agents. */
const IMAGE_PROXIES = [
  ["yahoo", asns.yahoo, "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html"],
  [
    "outlook",
    asns.microsoft,
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36 OutlookImageProxy",
  ],
] as const;

const imageProxies: readonly Scenario[] = IMAGE_PROXIES.map(([name, asn, agent]) => ({
  name: `image-proxy/${name}`,
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage, `${name}.example`);
    const opened = readerDelay(dice);
    const client = clientOf(dice, networkOf(dice, asn), plainBrowser(agent));
    stage.ask({ at: opened, delivery, target: "pixel", client, truth: "machine", by: `${name}'s image proxy` });
    if (dice.chance(0.5))
      click(stage, { delivery, client: anybody(dice), at: opened + dice.between(4, 120) * SECOND_MS });
  },
}));

/** arcjet/well-known-bots and monperrus/crawler-user-agents, MIT. */
const UNFURLERS: ReadonlyArray<readonly [name: string, asn: number | "the sharer's", agent: string]> = [
  ["telegram", asns.telegram, "TelegramBot (like TwitterBot)"],
  ["discord", asns.googleCloud, "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)"],
  ["linkedin", asns.microsoft, "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"],
  ["facebook", asns.facebook, "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"],
  // Signal borrows another's name for its looks (flyerhq/flutter_link_previewer #43).
  ["signal", "the sharer's", "WhatsApp/2"],
  [
    "microsoft-preview",
    asns.microsoft,
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; MicrosoftPreview/2.0; +https://aka.ms/MicrosoftPreview) Chrome/122.0.6261.94 Safari/537.36",
  ],
];

const unfurlers: readonly Scenario[] = UNFURLERS.map(([name, asn, agent]) => ({
  name: `unfurler/${name}`,
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const sharer = anybody(dice);
    const { at, target } = click(stage, { delivery, client: sharer });
    const sharedAt = at + dice.logNormal(3 * MINUTE_MS, 1.2);
    const headers = plainBrowser(agent);
    const client = asn === "the sharer's" ? { ...sharer, headers } : clientOf(dice, networkOf(dice, asn), headers);
    for (let look = dice.whole(1, 3); look > 0; look -= 1) {
      const method = dice.chance(0.15) ? "HEAD" : "GET";
      stage.ask({
        at: sharedAt + dice.between(0, 4_000),
        delivery,
        target,
        client,
        method,
        truth: "machine",
        by: name,
      });
    }
    for (let friend = dice.whole(0, 4); friend > 0; friend -= 1) {
      click(stage, {
        delivery,
        client: anybody(dice),
        at: sharedAt + dice.logNormal(20 * MINUTE_MS, 1.6),
        target,
        by: "friend in a chat",
      });
    }
  },
}));

/** What is not asked for yet: Chrome's prerender, Firefox' prefetch, Safari's preview. The reader's own click follows, or not. */
const prerender: Scenario = {
  name: "prefetch/prerender-and-others",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const reader = desktop(dice);
    const opened = readerDelay(dice);
    const early = dice.pick([
      { "sec-purpose": "prefetch;prerender" },
      { "sec-purpose": "prefetch;anonymous-client-ip" },
      { "x-moz": "prefetch" },
      { "x-purpose": "preview" },
    ]);
    for (let no = dice.whole(0, 2); no >= 0; no -= 1) {
      const client = { ...reader, headers: { ...reader.headers, ...early } };
      stage.ask({ at: opened + no * 40, delivery, target: no, client, truth: "machine", by: "prerender" });
    }
    if (dice.chance(0.7))
      click(stage, { delivery, client: reader, at: opened + dice.between(0.2, 60) * SECOND_MS, target: 0 });
  },
};

/** A mail that was put into a public archive: its links are archived, once or again and again. */
const archive: Scenario = {
  name: "crawler/archive",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const agent = dice.pick([
      "Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)",
      "Mozilla/5.0 (compatible; heritrix/3.4.0 +http://archive.org)",
      "CCBot/2.0 (https://commoncrawl.org/faq/)",
      "Mozilla/5.0 (compatible; Arquivo-web-crawler; +http://arquivo.pt)",
    ]);
    const client = clientOf(dice, networkOf(dice, asns.internetArchive), plainBrowser(agent));
    click(stage, { delivery, client: anybody(dice) });
    const begin = dice.between(0.2, 8) * DAY_MS;
    for (let no = 0; no < stage.linksOf(delivery); no += 1) {
      stage.ask({
        at: begin + no * dice.between(2, 9) * SECOND_MS,
        delivery,
        target: no,
        client,
        truth: "machine",
        by: "archive",
      });
    }
  },
};

/** Monitors, link checkers and feed readers, from far apart places at once. */
const checkers: Scenario = {
  name: "monitor/link-checkers",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const agent = dice.pick([
      "Better Stack Better Uptime Bot Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/98 Safari/537.36 (StatusCake)",
      "www.deadlinkchecker.com Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/46.0.2490.86 Safari/537.36",
      "Mozilla/5.0 (compatible; SiteAuditBot/0.97; +http://www.semrush.com/bot.html)",
    ]);
    const { at, target } = click(stage, { delivery, client: phone(dice) });
    const begin = at + dice.between(0.2, 30) * HOUR_MS;
    for (let turn = dice.whole(2, 6); turn > 0; turn -= 1) {
      const client = clientOf(
        dice,
        networkOf(dice, dice.pick([asns.ovh, asns.digitalOcean, asns.hetzner])),
        plainBrowser(agent),
      );
      stage.ask({
        at: begin + turn * MINUTE_MS,
        delivery,
        target,
        client,
        method: dice.pick(["HEAD", "GET", "GET"]),
        truth: "machine",
        by: "checker",
      });
    }
  },
};

/** A reader asks an assistant about her mail; the assistant opens a link for her, by its name or as a bare Chrome. */
const assistant: Scenario = {
  name: "assistant/opens-links",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const agent = dice.pick([
      "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)",
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36",
      "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; MistralAI-User/1.0; +https://docs.mistral.ai/robots)",
    ]);
    const at = acceptedOf(stage, delivery) + readerDelay(dice);
    const client = clientOf(
      dice,
      networkOf(dice, dice.pick([asns.microsoft, asns.googleCloud])),
      plainBrowser(agent, "en-US"),
    );
    for (let no = dice.whole(0, 2); no >= 0; no -= 1) {
      stage.ask({
        at: at + no * dice.between(0.5, 5) * SECOND_MS,
        delivery,
        target: no,
        client,
        truth: "machine",
        by: "an assistant",
      });
    }
    if (dice.chance(0.4)) click(stage, { delivery, client: anybody(dice), at: at + dice.between(30, 300) * SECOND_MS });
  },
};

export const unseenCompanions: readonly Scenario[] = [
  otherSystem,
  antivirusCloud,
  ...imageProxies,
  ...unfurlers,
  prerender,
  archive,
  checkers,
  assistant,
];
