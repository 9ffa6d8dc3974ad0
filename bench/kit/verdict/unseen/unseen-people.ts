import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { chromium, firefox, fromPage, plainBrowser, safari, without } from "../browsers.ts";
import { clientOf } from "../client-of.ts";
import { asns, lineOf, networkOf } from "../networks.ts";
import { readerDelay } from "../reader-delay.ts";
import { acceptedOf, allLinks, anyLink, click, newsletter } from "../scan.ts";
import type { Scenario } from "../trace.ts";
import { anybody, desktop, desktopHeaders, handheld, phone, phoneHeaders } from "./unseen-clients.ts";

const one: Scenario = {
  name: "person/one-click-elsewhere",
  play: (stage) => {
    click(stage, { delivery: newsletter(stage), client: anybody(stage.dice) });
  },
};

/** Fast fingers on glass: a second and a third tap while the page does not come. */
const impatient: Scenario = {
  name: "person/taps-again",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const client = phone(dice);
    let { at, target } = click(stage, { delivery, client });
    for (let tap = dice.whole(1, 3); tap > 0; tap -= 1) {
      at += dice.between(0.15, 3) * SECOND_MS;
      click(stage, { delivery, client, at, target });
    }
  },
};

/** Three or four middle clicks in a row; some hands need less than a second and a half for each. */
const tabs: Scenario = {
  name: "person/opens-tabs",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const client = desktop(dice, fromPage("https://mail.yahoo.com/"));
    let at = readerDelay(dice) + 10 * SECOND_MS;
    for (const target of allLinks(stage, delivery).slice(0, dice.whole(3, 4))) {
      click(stage, { delivery, client, at, target });
      at += Math.max(600, dice.logNormal(2_200, 0.4));
    }
  },
};

/** The phone at breakfast, the tablet in the evening, and the link from the browser's own history. */
const devices: Scenario = {
  name: "person/three-devices",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const home = lineOf(dice, 20115);
    const { at, target } = click(stage, { delivery, client: phone(dice) });
    const tablet = clientOf(dice, home, safari("iPad", { version: "18.4", language: "en-AU,en;q=0.9" }));
    const later = click(stage, { delivery, client: tablet, at: at + dice.between(3, 12) * HOUR_MS, target });
    click(stage, {
      delivery,
      client: clientOf(dice, home, desktopHeaders(dice)),
      at: later.at + dice.between(0.01, 30) * HOUR_MS,
    });
  },
};

const daysLater: Scenario = {
  name: "person/days-later",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    click(stage, { delivery, client: anybody(dice), at: dice.between(2, 12) * DAY_MS });
  },
};

/** The mail goes to a list of friends: several clicks on one person's links from everywhere, within a quarter of an hour. */
const forwardedToMany: Scenario = {
  name: "person/forwarded-to-many",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const { at } = click(stage, { delivery, client: anybody(dice) });
    for (let friend = dice.whole(3, 7); friend > 0; friend -= 1) {
      click(stage, { delivery, client: anybody(dice), at: at + dice.logNormal(12 * MINUTE_MS, 1), by: "friend" });
    }
  },
};

/** Two hundred mailboxes, one address; somebody shouts "have you seen?" and all look. */
const office: Scenario = {
  name: "crowd/office-rush",
  play: (stage) => {
    const { dice } = stage;
    const network = networkOf(dice, dice.pick([20115, 701, 4713]));
    const domain = `company${dice.whole(1, 999)}.example`;
    const begin = dice.between(0.5, 9) * HOUR_MS;
    for (let mailbox = 0; mailbox < 200; mailbox += 1) {
      const delivery = stage.deliver({ domain, links: 8, acceptedAt: dice.between(0, 2 * MINUTE_MS) });
      if (!dice.chance(0.12)) continue;
      const at = begin + dice.exponential(6 * MINUTE_MS);
      click(stage, {
        delivery,
        client: clientOf(dice, network, desktopHeaders(dice)),
        at,
        target: dice.chance(0.8) ? 2 : anyLink(stage, delivery),
      });
    }
  },
};

/** Thirty pupils are told to open the mail that just came: one address, one minute, one kind of machine. */
const classroom: Scenario = {
  name: "crowd/classroom",
  play: (stage) => {
    const { dice } = stage;
    const network = networkOf(dice, dice.pick([786, 680, 1103]));
    const headers = chromium({ system: "Chrome OS", version: 142, language: "en-GB,en;q=0.9" });
    const told = dice.between(2, 30) * MINUTE_MS;
    for (let pupil = dice.whole(20, 30); pupil > 0; pupil -= 1) {
      const delivery = stage.deliver({
        domain: "school.example",
        links: 4,
        acceptedAt: dice.between(0, 20) * SECOND_MS,
      });
      click(stage, {
        delivery,
        client: clientOf(dice, network, headers),
        at: told + dice.between(3, 75) * SECOND_MS,
        target: 0,
      });
    }
  },
};

const carrier: Scenario = {
  name: "crowd/carrier-nat-evening",
  play: (stage) => {
    const { dice } = stage;
    const network = networkOf(dice, dice.pick([20057, 26599, 45609]));
    const begin = dice.between(0, 6) * HOUR_MS;
    for (let reader = dice.whole(8, 24); reader > 0; reader -= 1) {
      const delivery = newsletter(stage);
      click(stage, {
        delivery,
        client: clientOf(dice, network, phoneHeaders(dice)),
        at: begin + MINUTE_MS + dice.exponential(10 * MINUTE_MS),
      });
    }
  },
};

/** Companies whose people leave through a filter in a data centre: one network for many, headers as their browsers sent them. */
const secureWebGateway: Scenario = {
  name: "crowd/secure-web-gateway",
  play: (stage) => {
    const { dice } = stage;
    const network = networkOf(dice, asns.zscaler);
    const begin = dice.between(0.2, 8) * HOUR_MS;
    for (let reader = dice.whole(3, 10); reader > 0; reader -= 1) {
      const delivery = newsletter(stage, `company${reader}.example`);
      const headers = chromium({
        system: "Windows",
        version: dice.whole(140, 144),
        language: "en-US,en;q=0.9",
        brand: "Microsoft Edge",
        arrival: { site: "none" },
      });
      click(stage, {
        delivery,
        client: clientOf(dice, network, headers),
        at: begin + dice.exponential(20 * MINUTE_MS),
      });
    }
  },
};

const oldHandheld: Scenario = {
  name: "person/other-old-handheld",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const client = handheld(dice);
    const { at } = click(stage, { delivery, client });
    if (dice.chance(0.4)) click(stage, { delivery, client, at: at + dice.between(20, 300) * SECOND_MS });
  },
};

/** Opera Mini and its like render on the maker's machines: their network, their headers, one person. */
const proxyBrowser: Scenario = {
  name: "person/browser-on-a-proxy",
  play: (stage) => {
    const { dice } = stage;
    const agent = dice.pick([
      "Opera/9.80 (Android; Opera Mini/36.2.2254/191.256; U; en) Presto/2.12.423 Version/12.16",
      "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; en) Presto/2.8.119 Version/11.10",
      "Mozilla/5.0 (Linux; U; Android 11; en-US; RMX2185) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/78.0.3904.108 UCBrowser/13.4.0.1306 Mobile Safari/537.36",
    ]);
    const client = clientOf(dice, networkOf(dice, asns.opera), plainBrowser(agent, "en"));
    click(stage, { delivery: newsletter(stage), client });
  },
};

/** Lynx, w3m, links: a person at a terminal, often with a braille line. */
const textBrowser: Scenario = {
  name: "person/text-browser",
  play: (stage) => {
    const { dice } = stage;
    const agent = dice.pick([
      "Lynx/2.9.0dev.12 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.7.9",
      "w3m/0.5.3+git20230121",
      "Links (2.28; Linux 6.1.0 x86_64; GNU C 12.2; text)",
      "ELinks/0.16.1.1 (textmode; Debian; Linux; 80x24)",
    ]);
    const delivery = newsletter(stage);
    const client = clientOf(dice, lineOf(dice, 3209), plainBrowser(agent, dice.chance(0.8) ? "en" : undefined));
    const { at } = click(stage, { delivery, client });
    if (dice.chance(0.4)) click(stage, { delivery, client, at: at + dice.between(10, 120) * SECOND_MS });
  },
};

/** Voice control and switches: slow single steps; or a reader's list of links, gone through one by one. */
const assistive: Scenario = {
  name: "person/voice-and-switch",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const client = clientOf(
      dice,
      lineOf(dice, 1221),
      safari(dice.pick(["Mac", "iPad"]), { version: "18.6", language: "en-AU,en;q=0.9" }),
    );
    let at = readerDelay(dice);
    for (const target of allLinks(stage, delivery).slice(0, dice.whole(1, 4))) {
      click(stage, { delivery, client, at, target });
      at += dice.between(5, 40) * SECOND_MS;
    }
  },
};

/** Tor's browser through an exit in a data centre; a company's proxy that takes away what it does not know. */
const filtered: Scenario = {
  name: "person/filtered-headers",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    if (dice.chance(0.4)) {
      const exit = networkOf(dice, dice.pick([60729, 208323, asns.ovh]));
      click(stage, {
        delivery,
        client: clientOf(dice, exit, firefox("Windows", { version: 128, language: "en-US,en;q=0.5" })),
      });
      return;
    }
    const headers = without(desktopHeaders(dice), /^(sec-|upgrade|accept-language)/);
    const language = dice.chance(0.6) ? { "accept-language": "nl" } : {};
    click(stage, { delivery, client: { ...desktop(dice), headers: { ...headers, ...language } } });
  },
};

/** Apple's relay, a company's tunnel at a cloud, a desktop that is itself rented from Microsoft or Amazon. */
const rented: Scenario = {
  name: "person/relay-or-rented-desktop",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const kind = dice.whole(0, 2);
    const asn =
      kind === 0 ? dice.pick([asns.cloudflare, asns.akamai, asns.fastly]) : dice.pick([asns.microsoft, asns.amazon]);
    const headers =
      kind === 0
        ? safari(dice.pick(["iPhone", "Mac"]), { version: "18.5", language: "en-US,en;q=0.9" })
        : chromium({
            system: "Windows",
            version: dice.whole(141, 144),
            language: "en-US,en;q=0.9",
            brand: "Microsoft Edge",
          });
    const client = clientOf(dice, networkOf(dice, asn), headers);
    const { at } = click(stage, { delivery, client });
    if (dice.chance(0.3)) click(stage, { delivery, client, at: at + dice.between(15, 200) * SECOND_MS });
  },
};

/** The code or the confirmation that somebody asked for a moment ago; her phone shows it as it comes in. */
const waiting: Scenario = {
  name: "person/taps-the-notice",
  play: (stage) => {
    const { dice } = stage;
    const delivery = stage.deliver({ links: dice.whole(1, 2), acceptedAt: dice.between(0, 2_000) });
    click(stage, {
      delivery,
      client: anybody(dice),
      at: acceptedOf(stage, delivery) + 3 * SECOND_MS + dice.logNormal(9 * SECOND_MS, 0.9),
      target: 0,
    });
  },
};

/** Wants out: straight to the unsubscribe page; or hits the wrong link first and corrects herself. */
const leaving: Scenario = {
  name: "person/straight-to-unsubscribe",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const client = anybody(dice);
    const at = readerDelay(dice) + 10 * SECOND_MS;
    if (dice.chance(0.4)) click(stage, { delivery, client, at: at - dice.between(4, 30) * SECOND_MS });
    stage.ask({ at, delivery, target: "unsubscribe", client, truth: "person", by: "reader who leaves" });
  },
};

/** Television sets, consoles, readers of books: browsers that nobody thinks of. */
const livingRoom: Scenario = {
  name: "person/living-room",
  play: (stage) => {
    const { dice } = stage;
    const silk = " Silk/108.4.6 like Chrome/108.0.5359.220 Safari/537.36";
    const tablet = chromium({ system: "Android", version: 108, language: "en-US,en;q=0.9" });
    const headers = dice.pick([
      plainBrowser(
        "Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36",
        "en-us",
      ),
      plainBrowser(
        "Mozilla/5.0 (PlayStation; PlayStation 5/6.50) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.4 Safari/605.1.15",
        "en-us",
      ),
      plainBrowser(
        "Mozilla/5.0 (X11; U; Linux armv7l like Android; en-us) AppleWebKit/531.2+ (KHTML, like Gecko) Version/5.0 Safari/533.2+ Kindle/3.0+",
        "en-us",
      ),
      {
        ...tablet,
        "user-agent": `Mozilla/5.0 (Linux; Android 9; KFTRWI) AppleWebKit/537.36 (KHTML, like Gecko)${silk}`,
        "sec-ch-ua-mobile": "?0",
      },
    ]);
    click(stage, { delivery: newsletter(stage), client: clientOf(dice, lineOf(dice, 701), headers) });
  },
};

export const unseenPeople: readonly Scenario[] = [
  one,
  impatient,
  tabs,
  devices,
  daysLater,
  forwardedToMany,
  office,
  classroom,
  carrier,
  secureWebGateway,
  oldHandheld,
  proxyBrowser,
  textBrowser,
  assistive,
  filtered,
  rented,
  waiting,
  leaving,
  livingRoom,
];
