import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { chromium, firefox, fromPage, type Headers, safari, without } from "../browsers.ts";
import { clientOf } from "../client-of.ts";
import { networkOf } from "../networks.ts";
import { readerDelay } from "../reader-delay.ts";
import { acceptedOf, allLinks, click, newsletter } from "../scan.ts";
import type { Scenario } from "../trace.ts";
import { anybody, desktop, desktopHeaders, handheld, phone, phoneHeaders } from "./seen-clients.ts";

const one: Scenario = {
  name: "person/one-click",
  play: (stage) => {
    click(stage, { delivery: newsletter(stage), client: anybody(stage.dice) });
  },
};

/** Who clicks links as if they were files: the system's double-click time is half a second, slow hands take a second. */
const double: Scenario = {
  name: "person/double-click",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const client = desktop(dice);
    const { at, target } = click(stage, { delivery, client });
    click(stage, { delivery, client, at: at + dice.between(90, 1_000), target });
  },
};

/** Three things are opened in new tabs, then read: a practised hand takes one and a half to four seconds for each. */
const three: Scenario = {
  name: "person/three-links-quickly",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const client = desktop(dice, fromPage("https://mail.google.com/"));
    let at = readerDelay(dice);
    for (const target of dice.some(allLinks(stage, delivery), 3)) {
      click(stage, { delivery, client, at, target });
      at += dice.between(1.5, 4) * SECOND_MS;
    }
  },
};

const twoDevices: Scenario = {
  name: "person/two-devices",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const { at, target } = click(stage, { delivery, client: phone(dice) });
    click(stage, { delivery, client: desktop(dice), at: at + dice.logNormal(2 * HOUR_MS, 1.5), target });
  },
};

const hoursLater: Scenario = {
  name: "person/hours-later",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const client = anybody(dice);
    const { at, target } = click(stage, { delivery, client, at: dice.between(4, 30) * HOUR_MS });
    if (dice.chance(0.5)) click(stage, { delivery, client, at: at + dice.between(0.2, 3) * DAY_MS, target });
  },
};

/** The reader sends the mail on; a friend clicks with the reader's own link, from elsewhere. */
const forwarded: Scenario = {
  name: "person/forwarded",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const { at } = click(stage, { delivery, client: anybody(dice) });
    for (let friend = dice.whole(1, 2); friend > 0; friend -= 1) {
      click(stage, { delivery, client: anybody(dice), at: at + dice.logNormal(40 * MINUTE_MS, 1.3), by: "friend" });
    }
  },
};

/** Two hundred mailboxes behind one address; the offer came in the night, and the day begins at nine. */
const office: Scenario = {
  name: "crowd/office-of-200",
  play: (stage) => {
    const { dice } = stage;
    const network = networkOf(dice, dice.pick([7922, 3320, 2856]));
    const domain = `company${dice.whole(1, 999)}.example`;
    const nine = dice.between(3, 10) * HOUR_MS;
    for (let mailbox = 0; mailbox < 200; mailbox += 1) {
      const delivery = stage.deliver({ domain, links: 6, acceptedAt: dice.between(0, 3 * MINUTE_MS) });
      if (!dice.chance(0.15)) continue;
      // A quarter of an hour after nine: half of them within three minutes of each other.
      const at = nine + dice.logNormal(4 * MINUTE_MS, 0.9);
      click(stage, {
        delivery,
        client: clientOf(dice, network, desktopHeaders(dice)),
        at,
        target: dice.pick([0, 0, 0, 1, 2]),
      });
    }
  },
};

/** Customers of one carrier share some addresses; right after a sending several of them click at once. */
const carrier: Scenario = {
  name: "crowd/carrier-nat",
  play: (stage) => {
    const { dice } = stage;
    const network = networkOf(dice, dice.pick([21928, 22394]));
    for (let reader = dice.whole(4, 14); reader > 0; reader -= 1) {
      const delivery = newsletter(stage);
      const client = clientOf(dice, network, phoneHeaders(dice));
      click(stage, { delivery, client, at: dice.between(1, 12) * MINUTE_MS });
    }
  },
};

const oldHandheld: Scenario = {
  name: "person/old-handheld",
  play: (stage) => {
    const delivery = newsletter(stage);
    const client = handheld(stage.dice);
    const { at } = click(stage, { delivery, client });
    if (stage.dice.chance(0.4)) click(stage, { delivery, client, at: at + stage.dice.between(15, 200) * SECOND_MS });
  },
};

/** A screen reader drives an ordinary browser; its list of links makes for quick, even steps. */
const assistive: Scenario = {
  name: "person/screen-reader",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const client = desktop(dice);
    let at = readerDelay(dice);
    for (const target of allLinks(stage, delivery).slice(0, dice.whole(1, 3))) {
      click(stage, { delivery, client, at, target });
      at += dice.between(3, 12) * SECOND_MS;
    }
  },
};

/** What privacy tools leave: no languages, no hints, no referrer, at times no Sec-Fetch-*. */
const bare: Scenario = {
  name: "person/privacy-tools",
  play: (stage) => {
    const { dice } = stage;
    const names = dice.pick([/^(accept-language|sec-ch)/, /^(sec-|referer)/, /^(accept-language|sec-|referer)/]);
    const headers: Headers = dice.chance(0.5)
      ? firefox("Windows", { version: 140, language: "en-US,en;q=0.5" })
      : desktopHeaders(dice);
    const client = { ...desktop(dice), headers: without(headers, names) };
    click(stage, { delivery: newsletter(stage), client });
  },
};

/** M247, Datacamp, Mullvad's: people who go out through a data centre, alone or with others. */
const vpn: Scenario = {
  name: "person/vpn",
  play: (stage) => {
    const { dice } = stage;
    const network = networkOf(dice, dice.pick([9009, 212238, 39351]));
    const headers = dice.chance(0.5)
      ? desktopHeaders(dice)
      : safari("iPhone", { version: "18.5", language: "en-GB,en;q=0.9" });
    const client = clientOf(dice, network, headers);
    const delivery = newsletter(stage);
    const { at } = click(stage, { delivery, client });
    if (dice.chance(0.3)) click(stage, { delivery, client, at: at + dice.between(10, 120) * SECOND_MS });
  },
};

/** Somebody waits for a confirmation or a receipt with the inbox open, and clicks as it comes in. */
const waiting: Scenario = {
  name: "person/waits-for-the-mail",
  play: (stage) => {
    const { dice } = stage;
    const delivery = stage.deliver({ links: dice.whole(1, 3) });
    click(stage, {
      delivery,
      client: anybody(dice),
      at: acceptedOf(stage, delivery) + 4 * SECOND_MS + dice.logNormal(14 * SECOND_MS, 0.8),
    });
  },
};

/** Looks at an offer, has had enough, and looks for the way out: the unsubscribe page is ten to ninety seconds away. */
const leaving: Scenario = {
  name: "person/unsubscribes-after-a-look",
  play: (stage) => {
    const { dice } = stage;
    const delivery = newsletter(stage);
    const client = dice.chance(0.5)
      ? anybody(dice)
      : { ...desktop(dice), headers: chromium({ system: "Windows", version: 142, language: "en-US" }) };
    const { at } = click(stage, { delivery, client });
    stage.ask({
      at: at + dice.between(6, 90) * SECOND_MS,
      delivery,
      target: "unsubscribe",
      client,
      truth: "person",
      by: "reader who leaves",
    });
  },
};

export const seenPeople: readonly Scenario[] = [
  one,
  double,
  three,
  twoDevices,
  hoursLater,
  forwarded,
  office,
  carrier,
  oldHandheld,
  assistive,
  bare,
  vpn,
  waiting,
  leaving,
];
