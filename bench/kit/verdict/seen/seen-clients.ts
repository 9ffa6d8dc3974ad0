import { type Arrival, chromium, firefox, fromApp, fromPage, type Headers, plainBrowser, safari } from "../browsers.ts";
import { clientOf } from "../client-of.ts";
import type { Dice } from "../dice.ts";
import { lineOf } from "../networks.ts";
import type { Client } from "../trace.ts";

/** Comcast, Deutsche Telekom, BT, Orange; T-Mobile US, Verizon Wireless, Vodafone. */
const HOMES = [7922, 3320, 2856, 3215] as const;
const MOBILES = [21928, 22394, 3209] as const;
const LANGUAGES = ["en-US,en;q=0.9", "de-DE,de;q=0.9,en;q=0.8", "en-GB,en;q=0.9", "fr-FR,fr;q=0.9"] as const;

/** Webmail opens links without a referrer, by its own forwarding page, or with its origin; programs and apps without. */
function arrivalOf(dice: Dice): Arrival {
  const kind = dice.whole(0, 3);
  if (kind === 0) return fromPage("https://mail.google.com/");
  if (kind === 1) return { site: "cross-site" };
  if (kind === 2) return fromPage("https://outlook.live.com/");
  return fromApp;
}

/** Chrome and Edge on Windows, Firefox. People update within weeks: the four newest versions. */
export function desktopHeaders(dice: Dice, arrival: Arrival = arrivalOf(dice)): Headers {
  const language = dice.pick(LANGUAGES);
  const version = dice.whole(141, 144);
  const kind = dice.between(0, 1);
  if (kind < 0.6) return chromium({ system: "Windows", version, language, arrival });
  if (kind < 0.85) {
    return chromium({
      system: "Windows",
      version,
      language,
      arrival,
      brand: "Microsoft Edge",
      suffix: ` Edg/${version}.0.0.0`,
    });
  }
  return firefox("Windows", { version: dice.whole(143, 146), language, arrival });
}

/** Phones: Chrome on Android, Safari of the iPhones of the last years. A mail app hands the link over without a referrer. */
export function phoneHeaders(dice: Dice): Headers {
  const language = dice.pick(LANGUAGES);
  if (dice.chance(0.5)) return chromium({ system: "Android", version: dice.whole(140, 144), language });
  return safari("iPhone", { version: dice.pick(["16.6", "17.5", "18.5", "26.0"]), language });
}

export function desktop(dice: Dice, arrival?: Arrival): Client {
  return clientOf(dice, lineOf(dice, dice.pick(HOMES)), desktopHeaders(dice, arrival));
}

export function phone(dice: Dice): Client {
  return clientOf(dice, lineOf(dice, dice.pick(dice.chance(0.5) ? MOBILES : HOMES)), phoneHeaders(dice));
}

/** Some 55 % of mails are read on phones. */
export function anybody(dice: Dice): Client {
  return dice.chance(0.55) ? phone(dice) : desktop(dice);
}

/** Agents as they were sent by handhelds (ua-parser/uap-core, test_device.yaml, Apache-2.0). */
const HANDHELDS = [
  "Mozilla/4.0 (compatible; MSIE 6.0; Windows CE; IEMobile 7.11) HPiPAQ610/1.0 (PPC; 240x320)",
  "Mozilla/4.0 (PDA; PalmOS/sony/model prmr/Revision:1.1.54 (en)) NetFront/3.0",
  "Mozilla/4.0 (compatible; MSIE 4.01; Windows CE; PPC; 240x320)",
  "Nokia6600/1.0 (4.09.1) SymbianOS/7.0s Series60/2.0 Profile/MIDP-2.0 Configuration/CLDC-1.0",
  "SonyEricssonG502c/R1FA Browser/NetFront/3.4 Profile/MIDP-2.1 Configuration/CLDC-1.1",
  "MOT-A-5B/00.00 UP.Browser/7.0.2.2.c.1.108 (GUI) MMP/2.0",
  "SAMSUNG-SCH-A950",
  "Mozilla/4.0 (PDA; SL-C860/1.0,OpenPDA/Qtopia/1.3.2) NetFront/3.0",
] as const;

export function handheld(dice: Dice): Client {
  const language = dice.chance(0.5) ? dice.pick(["en", "de", "en-us"]) : undefined;
  return clientOf(dice, lineOf(dice, dice.pick(MOBILES)), plainBrowser(dice.pick(HANDHELDS), language));
}
