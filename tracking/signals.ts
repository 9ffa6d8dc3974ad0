import type { KeyObject } from "node:crypto";
import { isContradictory, isOutdatedBrowser } from "./browser-claims.ts";
import type { HeaderReader } from "./device.ts";
import { deviceClassOf } from "./device.ts";
import { isDeclaredBot } from "./declared-bot.ts";
import type { DeviceClass } from "./device-rules.ts";
import { rememberedHash } from "./remembered-hash.ts";

/** What the request itself tells. Kept with the click; nothing in it names a person or an address. */
export type RequestSignals = {
  readonly method: string;
  readonly device: DeviceClass;
  /** The agent declares a robot, or a program instead of a browser. Never true of an old handheld by a list's word alone. */
  readonly isDeclaredBot: boolean;
  readonly hasAgent: boolean;
  /** Purpose, Sec-Purpose or X-Moz says that nobody asked for this page yet. */
  readonly isPrefetch: boolean;
  /** The agent claims a browser that sends Sec-Fetch- and Accept-Language with every page it opens. */
  readonly isModernBrowser: boolean;
  readonly hasSecFetch: boolean;
  readonly hasAcceptLanguage: boolean;
  /** Came through a mail gateway's rewritten link: a person who was passed on, and no machine. */
  readonly isRewritten: boolean;
  /** Asks for a page, as every browser does of a link that is followed. Absent: from before this was looked at. */
  readonly acceptsPages?: boolean;
  /** A desktop's or a phone's browser that updates itself, and has not for half a year. */
  readonly isOutdated?: boolean;
  /** The agent and the client hints tell of different browsers or systems. */
  readonly isContradictory?: boolean;
  /** Autonomous system where the runtime knows it. */
  readonly asn?: number;
};

/** The agent is what the caller encrypts and forgets in time, apart from the signals. */
export type ReadSignals = { readonly signals: RequestSignals; readonly rawAgent: string };

const MAX_AGENT = 1_024;
/** A browser without a window names itself in its hints, whatever its agent was told to say. */
const HEADLESS = /headless/i;
const PAGES = /\b(?:text\/html|application\/xhtml\+xml|vnd\.wap\.)/i;
const PREFETCH = /\b(?:prefetch|prerender|preview)\b/i;
const REWRITERS =
  /(?:^|\.)(?:safelinks\.protection\.outlook\.com|urldefense\.com|urldefense\.proofpoint\.com|mimecast\.com|linkprotect\.cudasvc\.com)$/i;

/** Reads a request into signals. */
export function readSignals(request: {
  readonly method: string;
  readonly header: HeaderReader;
  readonly asn?: number | undefined;
  /** Epoch ms: how old a browser is, is a matter of the day. */
  readonly at: number;
}): ReadSignals {
  const { method, header, asn, at } = request;
  const rawAgent = (header("user-agent") ?? "").slice(0, MAX_AGENT);
  const device = deviceClassOf(rawAgent, header);
  return {
    signals: {
      method: method.toUpperCase(),
      device,
      isDeclaredBot: isDeclaredBot(rawAgent, device) || HEADLESS.test(header("sec-ch-ua") ?? ""),
      hasAgent: rawAgent.trim() !== "",
      isPrefetch: ["purpose", "sec-purpose", "x-purpose", "x-moz"].some((name) => PREFETCH.test(header(name) ?? "")),
      isModernBrowser: isModernBrowser(rawAgent),
      hasSecFetch: header("sec-fetch-mode") != null || header("sec-fetch-site") != null,
      hasAcceptLanguage: (header("accept-language") ?? "").trim() !== "",
      isRewritten: REWRITERS.test(hostOf(header("referer") ?? "")),
      acceptsPages: PAGES.test(header("accept") ?? ""),
      ...(isOutdatedBrowser(rawAgent, at) ? { isOutdated: true } : {}),
      ...(isContradictory(rawAgent, header) ? { isContradictory: true } : {}),
      ...(asn === undefined ? {} : { asn }),
    },
    rawAgent,
  };
}

/** 128 bits tell the networks of a database apart. */
const hashOf = rememberedHash(22);

/**
 * Keyed hash of the /24 or /48 of an address: the same within one key, nothing without it. `ip` is the client's address as
 * the runtime knows it; "" where it does not, which is no network that others could share.
 */
export function networkHash(key: KeyObject, ip: string): string {
  return hashOf(key, networkOf(ip));
}

/** Sec-Fetch came with Chromium 76, Firefox 90 and Safari 16.4; a margin, since the headers need https too. */
function isModernBrowser(agent: string): boolean {
  const version = (name: string) => Number(new RegExp(`\\b${name}/(\\d{1,4})`).exec(agent)?.[1] ?? 0);
  const isSafari = agent.includes("Safari/") && !/Chrom|Android/.test(agent);
  return version("Chrome") >= 80 || version("Firefox") >= 92 || (isSafari && version("Version") >= 17);
}

/** The /24 of an IPv4 and the /48 of an IPv6 address (an IPv4 address mapped into IPv6 is IPv4); "" for anything else. */
export function networkOf(ip: string): string {
  const v4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(ip)?.[1];
  if (v4 !== undefined) return v4;
  if (ip.length > 45 || !ip.includes(":") || !URL.canParse(`http://[${ip}]/`)) return "";
  const [head = "", tail] = new URL(`http://[${ip}]/`).hostname.slice(1, -1).split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array.from({ length: zeros }, () => "0"), ...right].slice(0, 3).join(":");
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : "";
}
