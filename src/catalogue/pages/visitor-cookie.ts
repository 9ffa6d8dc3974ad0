import type { KeyObject } from "node:crypto";
import { DAY_MS } from "#kernel/clock.ts";
import { isSameText, keyedHash } from "#kernel/secret.ts";
import type { Visitor } from "./behaviour.ts";

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
const NO = "no";

/**
 * The choice that a request carries. A browser that asks not to be tracked (Sec-GPC, DNT) counts as a no, whatever was said
 * before. A cookie that is not ours, was changed or is too old says nothing.
 */
export function readVisitor(headers: Headers, settings: CookieSettings): VisitorChoice {
  if (headers.get("sec-gpc") === "1" || headers.get("dnt") === "1") return { said: "no" };
  const value = cookieValue(headers.get("cookie") ?? "", nameOf(settings));
  if (value === undefined) return { said: "nothing" };
  if (value === NO) return { said: "no" };
  const visitor = readSigned(value, settings);
  return visitor === undefined ? { said: "nothing" } : { said: "yes", visitor };
}

/** Set-Cookie for a visitor who agreed, and for nobody else. */
export function visitorCookie(visitor: Visitor, settings: CookieSettings): string {
  const who = "customerId" in visitor ? `c.${visitor.customerId}` : `a.${visitor.anonymousId}`;
  const payload = `${who}.${Math.floor(settings.now / DAY_MS)}`;
  return setCookie(`${payload}.${keyedHash(settings.key, payload)}`, settings);
}

/** Set-Cookie that remembers a no and nothing else; it takes the place of an earlier yes. */
export function refusalCookie(settings: CookieSettings): string {
  return setCookie(NO, settings);
}

function readSigned(value: string, { key, now }: CookieSettings): Visitor | undefined {
  const found = /^([ac])\.([A-Za-z0-9_-]{1,80})\.(\d{1,6})\.([A-Za-z0-9_-]{43})$/.exec(value);
  if (found === null) return undefined;
  const [, kind = "", id = "", day = "", mac = ""] = found;
  if (!isSameText(mac, keyedHash(key, `${kind}.${id}.${day}`))) return undefined;
  const age = Math.floor(now / DAY_MS) - Number(day);
  if (age < 0 || age > DAYS) return undefined;
  return kind === "c" ? { customerId: Number(id) } : { anonymousId: id };
}

/** The prefix binds the cookie to this host and to TLS (RFC 6265bis §4.1.3.2); a loopback demo has no TLS. */
function nameOf({ isHttps }: CookieSettings): string {
  return isHttps ? "__Host-visitor" : "visitor";
}

function setCookie(value: string, settings: CookieSettings): string {
  const attributes = `Path=/; Max-Age=${DAYS * 86_400}; HttpOnly; SameSite=Lax`;
  return `${nameOf(settings)}=${value}; ${attributes}${settings.isHttps ? "; Secure" : ""}`;
}

function cookieValue(header: string, name: string): string | undefined {
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at !== -1 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
