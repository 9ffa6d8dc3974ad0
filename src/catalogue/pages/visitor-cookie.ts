import type { KeyObject } from "node:crypto";
import { DAY_MS } from "#kernel/clock.ts";
import { isSameText, keyedHash } from "#kernel/secret.ts";
import type { AnonymousVisitor, KnownVisitor, Visitor } from "./behaviour.ts";

/** What a visitor said to being remembered. Only who agreed has a visitor behind her. */
export type VisitorChoice = { readonly said: "nothing" | "no" } | { readonly said: "yes"; readonly visitor: Visitor };

export type CookieSettings = {
  /** A key of its own purpose: secret.keyFor("visitor/1"). */
  readonly key: KeyObject;
  readonly isHttps: boolean;
  /** epoch ms */
  readonly now: number;
};

/** After half a year she is asked again. */
const DAYS = 180;
/** A visit ends with the browser's session; browsers that restore sessions end it the day after. */
const VISIT_DAYS = 1;
const NO = "no";

/**
 * The choice that a request carries. A browser that asks not to be tracked (Sec-GPC, DNT) counts as a no, whatever was said
 * before. A cookie that is not ours, was changed or is too old says nothing. While a visit lasts to which a link in a message
 * led, it is the customer's who was written to.
 */
export function readVisitor(headers: Headers, settings: CookieSettings): VisitorChoice {
  if (headers.get("sec-gpc") === "1" || headers.get("dnt") === "1") return { said: "no" };
  if (cookieOf(headers, "visitor", settings) === NO) return { said: "no" };
  const visit = readSigned(cookieOf(headers, "visit", settings), { settings, kind: "c", days: VISIT_DAYS });
  const visitor = visit === undefined ? readAnonymous(headers, settings) : { customerId: Number(visit) };
  return visitor === undefined ? { said: "nothing" } : { said: "yes", visitor };
}

/** Whom the browser was told to remember, whosever visit this is. */
export function readAnonymous(headers: Headers, settings: CookieSettings): AnonymousVisitor | undefined {
  const anonymousId = readSigned(cookieOf(headers, "visitor", settings), { settings, kind: "a", days: DAYS });
  return anonymousId === undefined ? undefined : { anonymousId };
}

/** Set-Cookie for a visitor who agreed, and for nobody else. */
export function visitorCookie({ anonymousId }: AnonymousVisitor, settings: CookieSettings): string {
  return setCookie("visitor", { value: signed(`a.${anonymousId}`, settings), days: DAYS }, settings);
}

/** Set-Cookie for the visit of a customer who is tracked. It takes the place of no choice that was made in this browser. */
export function visitCookie({ customerId }: KnownVisitor, settings: CookieSettings): string {
  return setCookie("visit", { value: signed(`c.${customerId}`, settings) }, settings);
}

/** Set-Cookie lines that end the visit which a request belongs to; none where there is no visit. */
export function endVisit(headers: Headers, settings: CookieSettings): readonly string[] {
  if (cookieOf(headers, "visit", settings) === undefined) return [];
  return [setCookie("visit", { value: "", days: 0 }, settings)];
}

/** Set-Cookie that remembers a no and nothing else; it takes the place of an earlier yes. */
export function refusalCookie(settings: CookieSettings): string {
  return setCookie("visitor", { value: NO, days: DAYS }, settings);
}

function signed(who: string, { key, now }: CookieSettings): string {
  const payload = `${who}.${Math.floor(now / DAY_MS)}`;
  return `${payload}.${keyedHash(key, payload)}`;
}

type Signed = { readonly settings: CookieSettings; readonly kind: "a" | "c"; readonly days: number };

/** The id that was signed under its kind, while it is young enough. */
function readSigned(value: string | undefined, { settings: { key, now }, kind, days }: Signed): string | undefined {
  const found = /^([ac])\.([A-Za-z0-9_-]{1,80})\.(\d{1,6})\.([A-Za-z0-9_-]{43})$/.exec(value ?? "");
  if (found === null) return undefined;
  const [, given = "", id = "", day = "", mac = ""] = found;
  if (given !== kind || !isSameText(mac, keyedHash(key, `${kind}.${id}.${day}`))) return undefined;
  const age = Math.floor(now / DAY_MS) - Number(day);
  return age < 0 || age > days ? undefined : id;
}

type Name = "visitor" | "visit";

/** The prefix binds the cookie to this host and to TLS (RFC 6265bis §4.1.3.2); a loopback demo has no TLS. */
function nameOf(name: Name, { isHttps }: CookieSettings): string {
  return isHttps ? `__Host-${name}` : name;
}

/** Without `days` it lasts as long as the browser's session. */
function setCookie(
  name: Name,
  { value, days }: { readonly value: string; readonly days?: number },
  settings: CookieSettings,
): string {
  const lasts = days === undefined ? "" : `Max-Age=${days * 86_400}; `;
  const attributes = `Path=/; ${lasts}HttpOnly; SameSite=Lax`;
  return `${nameOf(name, settings)}=${value}; ${attributes}${settings.isHttps ? "; Secure" : ""}`;
}

function cookieOf(headers: Headers, name: Name, settings: CookieSettings): string | undefined {
  const wanted = nameOf(name, settings);
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at !== -1 && pair.slice(0, at).trim() === wanted) return pair.slice(at + 1).trim();
  }
  return undefined;
}
