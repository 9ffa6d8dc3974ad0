import type { HeaderReader } from "./device.ts";

/** Chromium 143 came out on 2 December 2025, and since version 108 none took longer than a month. */
const KNOWN = { version: 143, at: 1_764_633_600_000 };
const MONTH_MS = 31 * 86_400_000;
/** Browsers update themselves within weeks; so many versions behind is half a year. */
const OUTDATED_BY = 6;

/** Systems for which new versions are still made; of an old phone nobody knows how new its browser could be. */
const CURRENT_SYSTEMS = /Windows NT 10|Macintosh; Intel Mac OS X 10_15_7|X11; Linux x86_64|Linux; Android 10; K\b/;
/** Browsers on Chromium that have numbers or a pace of their own. */
const OTHERS_PACE =
  /SamsungBrowser|OPR\/|YaBrowser|Vivaldi|UCBrowser|MiuiBrowser|HuaweiBrowser|QQBrowser|; wv\)|Electron/;
const DESKTOP_EXPLORER = /compatible; MSIE \d+\.\d+; Windows (?:NT|9)/;

/**
 * A browser of a system that is still cared for, half a year behind or more on the day of the request: sandboxes lag by 4 to 22
 * versions in the logs that were published (gophish #2446, opencollective #3656). People do too at times: never a proof.
 * `at` is epoch ms. Should versions come faster than they did, fewer are taken for old.
 */
export function isOutdatedBrowser(agent: string, at: number): boolean {
  if (DESKTOP_EXPLORER.test(agent) && !/IEMobile|Windows CE|Trident\/7/.test(agent)) return true;
  const version = chromiumOf(agent);
  if (version === undefined || !CURRENT_SYSTEMS.test(agent) || OTHERS_PACE.test(agent)) return false;
  return version <= KNOWN.version + Math.floor((at - KNOWN.at) / MONTH_MS) - OUTDATED_BY;
}

/** By the name that a system has in Sec-CH-UA-Platform. A phone that asks for the desktop's page is none of these. */
const IN_AGENT: Readonly<Record<string, RegExp>> = { Windows: /Windows/, macOS: /Macintosh/, "Chrome OS": /CrOS/ };

/**
 * Agent and client hints come from one browser: where they name different systems or versions, one of them was set by hand
 * (User-Agent Client Hints, W3C; the hints tell the truth of an automated browser whose agent was replaced).
 */
export function isContradictory(agent: string, header: HeaderReader): boolean {
  const platform = (header("sec-ch-ua-platform") ?? "").replaceAll('"', "");
  const named = IN_AGENT[platform];
  if (named !== undefined && !named.test(agent)) return true;
  if (platform === "Linux" && /Windows NT|Macintosh/.test(agent)) return true;
  const hinted = /"Chromium";v="(\d{1,4})"/.exec(header("sec-ch-ua") ?? "")?.[1];
  const version = chromiumOf(agent);
  return hinted !== undefined && version !== undefined && Number(hinted) !== version;
}

function chromiumOf(agent: string): number | undefined {
  const version = /\bChrome\/(\d{1,4})\./.exec(agent)?.[1];
  return version === undefined ? undefined : Number(version);
}
