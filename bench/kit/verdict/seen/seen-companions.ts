import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { type Headers, plainBrowser } from "../browsers.ts";
import { clientOf } from "../client-of.ts";
import { asns, networkOf } from "../networks.ts";
import { readerDelay } from "../reader-delay.ts";
import { click, newsletter } from "../scan.ts";
import type { Scenario } from "../trace.ts";
import { anybody, desktop, phone } from "./seen-clients.ts";

/** Every page of its user is asked for once more, a second or two later, as an Internet Explorer 6 (blog.abodit.com, 2009). */
const antivirus: Scenario = {
  name: "antivirus/trend-micro",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const { at, target } = click(stage, { delivery, client: desktop(dice) });
    const client = clientOf(
      dice,
      { asn: asns.trendMicro, prefixes: [`150.70.${dice.whole(64, 188)}`] },
      plainBrowser("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)"),
    );
    stage.ask({
      at: at + dice.between(0.5, 4) * SECOND_MS,
      delivery,
      target,
      client,
      truth: "machine",
      by: "antivirus",
    });
  },
};

/** Gmail fetches the pictures of a message when it is opened, and again (scientiamobile.com, "What is Google Image Proxy?"). */
const googleImageProxy: Scenario = {
  name: "image-proxy/google",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage, "gmail.example");
    const opened = readerDelay(dice);
    const client = clientOf(
      dice,
      networkOf(dice, asns.google),
      plainBrowser("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"),
    );
    for (let time = dice.whole(1, 3); time > 0; time -= 1) {
      const at = opened + dice.exponential(2 * HOUR_MS);
      stage.ask({ at, delivery, target: "pixel", client, truth: "machine", by: "Google's image proxy" });
    }
    if (dice.chance(0.5))
      click(stage, { delivery, client: anybody(dice), at: opened + dice.between(4, 90) * SECOND_MS });
  },
};

/** Pictures are fetched in the background, opened or not, under the agent `Mozilla/5.0` alone. */
const appleMailPrivacy: Scenario = {
  name: "image-proxy/apple-mail-privacy",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage, "icloud.example");
    const relay = networkOf(dice, dice.pick([asns.akamai, asns.cloudflare, asns.fastly]));
    const at = dice.exponential(20 * MINUTE_MS);
    stage.ask({
      at,
      delivery,
      target: "pixel",
      client: clientOf(dice, relay, plainBrowser("Mozilla/5.0")),
      truth: "machine",
      by: "Apple",
    });
    if (dice.chance(0.5)) click(stage, { delivery, client: phone(dice) });
  },
};

/** Name, network and agent of programs that draw a picture of a page for a chat (arcjet/well-known-bots, MIT). */
const UNFURLERS: ReadonlyArray<readonly [name: string, asn: number | "the sharer's", agent: string]> = [
  ["slack", asns.amazon, "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"],
  [
    "teams",
    asns.microsoft,
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
  ],
  ["whatsapp", "the sharer's", "WhatsApp/2.23.20.0 A"],
  // What Messages sends from the sender's own phone (peter.upfold.org.uk, February 2019).
  [
    "imessage",
    "the sharer's",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
  ],
];

/** A reader passes a link on in a chat; the chat looks at it; those who got it click. */
const unfurlers: readonly Scenario[] = UNFURLERS.map(([name, asn, agent]) => ({
  name: `unfurler/${name}`,
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const sharer = anybody(dice);
    const { at, target } = click(stage, { delivery, client: sharer });
    const sharedAt = at + dice.between(20, 600) * SECOND_MS;
    const headers: Headers = plainBrowser(agent, asn === "the sharer's" && dice.chance(0.5) ? "en" : undefined);
    const client = asn === "the sharer's" ? { ...sharer, headers } : clientOf(dice, networkOf(dice, asn), headers);
    for (let look = dice.whole(1, 2); look > 0; look -= 1) {
      stage.ask({ at: sharedAt + dice.between(0, 2_000), delivery, target, client, truth: "machine", by: name });
    }
    for (let friend = dice.whole(0, 3); friend > 0; friend -= 1) {
      const seenAt = sharedAt + dice.logNormal(10 * MINUTE_MS, 1.5);
      click(stage, { delivery, client: phone(dice), at: seenAt, target, by: "friend in a chat" });
    }
  },
}));

/** Outlook's apps draw a picture of a link in the message (datadome.co and well-known-bots on BingPreview, MicrosoftPreview). */
const outlookMobile: Scenario = {
  name: "preview/outlook-mobile",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const { at, target } = click(stage, { delivery, client: phone(dice), at: readerDelay(dice) + 5 * SECOND_MS });
    const agent =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 7_0 like Mac OS X) AppleWebKit/537.51.1 (KHTML, like Gecko) Version/7.0 Mobile/11A465 Safari/9537.53 BingPreview/1.0b";
    const client = clientOf(dice, networkOf(dice, asns.microsoft), plainBrowser(agent));
    stage.ask({
      at: at - dice.between(0.5, 5) * SECOND_MS,
      delivery,
      target,
      client,
      truth: "machine",
      by: "Outlook's preview",
    });
  },
};

/** Chrome fetches what its reader will probably open (HTML, speculative loading; `Purpose` before version 110). */
const prefetch: Scenario = {
  name: "prefetch/chrome",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const reader = desktop(dice);
    const opened = readerDelay(dice);
    const speculative = dice.chance(0.3) ? { purpose: "prefetch" } : { "sec-purpose": "prefetch" };
    const { "sec-fetch-user": _, ...rest } = reader.headers;
    const client = { ...reader, headers: { ...rest, ...speculative } };
    const first = dice.whole(0, stage.linksOf(delivery) - 1);
    stage.ask({ at: opened, delivery, target: first, client, truth: "machine", by: "prefetch" });
    if (dice.chance(0.6))
      click(stage, { delivery, client: reader, at: opened + dice.between(0.3, 30) * SECOND_MS, target: first });
  },
};

/** A link that came into a public page is asked for every few minutes, for a while. */
const monitor: Scenario = {
  name: "monitor/uptime",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const [agent, asn] = dice.pick([
      ["Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)", asns.linode],
      ["Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)", asns.amazon],
    ] as const);
    const { at: clickedAt, target } = click(stage, { delivery, client: anybody(dice) });
    const client = clientOf(dice, networkOf(dice, asn), plainBrowser(agent));
    const begin = clickedAt + dice.between(1, 24) * HOUR_MS;
    for (let turn = dice.whole(3, 8); turn > 0; turn -= 1) {
      stage.ask({
        at: begin + turn * 5 * MINUTE_MS,
        delivery,
        target,
        client,
        method: dice.pick(["HEAD", "GET"]),
        truth: "machine",
        by: "monitor",
      });
    }
  },
};

export const seenCompanions: readonly Scenario[] = [
  antivirus,
  googleImageProxy,
  appleMailPrivacy,
  ...unfurlers,
  outlookMobile,
  prefetch,
  monitor,
];
