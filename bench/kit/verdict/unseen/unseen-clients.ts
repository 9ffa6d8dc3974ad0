import {
  type Arrival,
  chromium,
  firefox,
  fromApp,
  fromPage,
  type Headers,
  plainBrowser,
  safari,
  webView,
} from "../browsers.ts";
import { clientOf } from "../client-of.ts";
import type { Dice } from "../dice.ts";
import { lineOf } from "../networks.ts";
import type { Client } from "../trace.ts";

/** Charter, Verizon, Vodafone Germany, Free, NTT, Telstra; AT&T Mobility, Wind Tre, Vivo. */
const HOMES = [20115, 701, 3209, 12322, 4713, 1221] as const;
const MOBILES = [20057, 1267, 26599] as const;
const LANGUAGES = [
  "en-AU,en;q=0.9",
  "es-ES,es;q=0.9",
  "nl-NL,nl;q=0.9,en;q=0.7",
  "it-IT,it;q=0.9",
  "ja,en;q=0.8",
  "pt-BR,pt;q=0.9",
] as const;

function arrivalOf(dice: Dice): Arrival {
  return dice.pick([
    fromApp,
    fromApp,
    { site: "cross-site" } as const,
    fromPage("https://mail.yahoo.com/"),
    fromPage("https://webmail.provider.example/"),
    fromPage("https://www.google.com/"),
  ]);
}

/** Safari and Chrome on the Mac, Brave, Opera and Vivaldi, Firefox's long-support version, ChromeOS, an old Windows 7. */
export function desktopHeaders(dice: Dice, arrival: Arrival = arrivalOf(dice)): Headers {
  const language = dice.pick(LANGUAGES);
  const version = dice.whole(139, 144);
  const kind = dice.between(0, 1);
  if (kind < 0.3) return safari("Mac", { version: dice.pick(["17.6", "18.6", "26.1"]), language, arrival });
  if (kind < 0.5) return chromium({ system: "macOS", version, language, arrival });
  if (kind < 0.6) return chromium({ system: "Windows", version, language, arrival, brand: "Brave" });
  if (kind < 0.7) {
    return chromium({
      system: "Windows",
      version,
      language,
      arrival,
      brand: "Opera",
      suffix: ` OPR/${version - 16}.0.0.0`,
    });
  }
  if (kind < 0.8)
    return firefox(dice.pick(["Linux", "macOS"]), { version: dice.pick([128, 140, 145]), language, arrival });
  if (kind < 0.9) return chromium({ system: "Chrome OS", version, language, arrival });
  return chromium({ system: "Windows", version: 109, language, arrival });
}

/** Samsung's browser, Firefox for Android, an older iPhone and iPad, pages inside the apps of Gmail, Outlook and Facebook. */
export function phoneHeaders(dice: Dice): Headers {
  const language = dice.pick(LANGUAGES);
  const kind = dice.whole(0, 6);
  if (kind === 0) {
    return chromium({
      system: "Android",
      version: 136,
      language,
      brand: "Samsung Internet",
      suffix: " SamsungBrowser/29.0",
    });
  }
  if (kind === 1) return firefox("Android", { version: dice.whole(141, 145), language });
  if (kind === 2) return safari("iPhone", { version: dice.pick(["15.6", "16.1", "14.8"]), language });
  if (kind === 3) return safari("iPad", { version: dice.pick(["16.3", "17.7", "18.4"]), language });
  if (kind === 4)
    return webView("iOS", {
      language,
      app: dice.pick(["GSA/396.0.833910942", "Outlook-iOS/2.0", "[FBAN/FBIOS;FBAV/500.0]"]),
    });
  if (kind === 5)
    return webView("Android", { language, app: dice.pick(["com.google.android.gm", "com.microsoft.office.outlook"]) });
  return chromium({ system: "Android", version: dice.whole(120, 138), language });
}

export function desktop(dice: Dice, arrival?: Arrival): Client {
  return clientOf(dice, lineOf(dice, dice.pick(HOMES)), desktopHeaders(dice, arrival));
}

export function phone(dice: Dice): Client {
  return clientOf(dice, lineOf(dice, dice.pick([...MOBILES, ...HOMES])), phoneHeaders(dice));
}

export function anybody(dice: Dice): Client {
  return dice.chance(0.55) ? phone(dice) : desktop(dice);
}

/** Other handhelds than the seen half has (ua-parser/uap-core, test_device.yaml, Apache-2.0), and browsers on a proxy. */
const HANDHELDS = [
  "Mozilla/2.0 (compatible; MSIE 3.02; Windows CE; PPC; 240x320) BlackBerry8130/4.3.0 Profile/MIDP-2.0 Configuration/CLDC-1.1",
  "HTC_P3301 Mozilla/4.0 (compatible; MSIE 4.01; Windows CE; PPC)/UC Browser7.7.1.88",
  "Nokia9210/1.0 Symbian-Crystal/6.0",
  "Avantgo 5.5",
  "BIRD.Q168 UP.Browser/5.0.1.1.102 (GUI) UP.Link/4.2.1.8",
  "DoCoMo/2.0 F901iS(c100;TB;W23H12)",
  "Mozilla/5.0 (BlackBerry; U; BlackBerry 9790; ar) AppleWebKit/534.11+ (KHTML, like Gecko) Version/7.0.0.473 Mobile Safari/534.11+",
  "Mozilla/5.0 (compatible; MSIE 9.0; Windows Phone OS 7.5; Trident/5.0; IEMobile/9.0; ZTE; V965W)",
  "Nokia2300",
  "HuaweiU7510/B000 Browser/NetFront/3.5 MMS/Obigo-MMS/Q05A SyncML/HW-SyncML/1.0 Java/HWJa/2.0 Profile/MIDP-2.0 Configuration/CL",
] as const;

export function handheld(dice: Dice): Client {
  const language = dice.chance(0.6) ? dice.pick(["ja", "es", "en-gb"]) : undefined;
  return clientOf(dice, lineOf(dice, dice.pick(MOBILES)), plainBrowser(dice.pick(HANDHELDS), language));
}
