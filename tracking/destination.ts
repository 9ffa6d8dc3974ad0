import { err, ok, type Result } from "#kernel/result.ts";

export type DestinationRefusal =
  | "too_long"
  | "characters"
  | "not_https"
  | "userinfo"
  | "port"
  | "host"
  | "not_canonical"
  | "encoded_control";

/** Hosts that links may lead to, as lower-case A-labels; and origins on this machine, for a first run without a name. */
export type DestinationPolicy = { readonly hosts: ReadonlySet<string>; readonly loopbackOrigins: readonly string[] };

const MAX_LENGTH = 2_048;
/** Blanks, controls, zero-width and bidi characters, halves of characters, and the backslash that parsers take for a slash. */
const STRANGE = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\]/u;
const HTTPS = /^https:\/\/([^/?#]+)([/?#].*)?$/i;
const ENCODED_CONTROL = /%(?:[01][0-9a-f]|7f)/i;
/** What the URL Standard leaves unencoded: printable ASCII but for quotes, angle brackets and backslash. */
const CANONICAL = /^https:\/\/([a-z0-9.-]+)\/[!#-;=?-[\]-~]*$/;
const ONE_DOT = /^(?:\.|%2e)$/i;
const TWO_DOTS = /^(?:\.|%2e){2}$/i;

const LOOPBACK_ORIGIN = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/;

/** `hosts` are names; an entry such as "http://127.0.0.1:8787" allows that one origin, without TLS, on this machine only. */
export function destinationPolicy(hosts: Iterable<string>): DestinationPolicy {
  const all = [...hosts].map((host) => host.toLowerCase());
  return {
    hosts: new Set(all.filter((host) => !LOOPBACK_ORIGIN.test(host))),
    loopbackOrigins: all.filter((host) => LOOPBACK_ORIGIN.test(host)),
  };
}

function isOnLoopback(raw: string, { loopbackOrigins }: DestinationPolicy): boolean {
  return (
    loopbackOrigins.some((origin) => raw.startsWith(`${origin}/`)) && URL.canParse(raw) && new URL(raw).href === raw
  );
}

/**
 * The canonical form of an address that a link may lead to: this is what is stored, signed and sent. Parsers of browsers, mail
 * programs and scanners disagree about strange spellings, so the raw text has to be its own canonical form, but for the case of
 * scheme and host, a missing root slash, the default port, dot segments, and characters beyond ASCII.
 */
export function checkDestination(raw: string, policy: DestinationPolicy): Result<string, DestinationRefusal> {
  if (raw.length > MAX_LENGTH) return err("too_long");
  if (STRANGE.test(raw)) return err("characters");
  if (isOnLoopback(raw, policy)) return ok(raw);
  const [, authority = "", rest = ""] = HTTPS.exec(raw) ?? [];
  if (authority === "") return err("not_https");
  if (authority.includes("@")) return err("userinfo");
  const [host = "", port, ...more] = authority.toLowerCase().split(":");
  if (more.length > 0 || (port !== undefined && port !== "443")) return err("port");
  if (!policy.hosts.has(host)) return err("host");
  if (ENCODED_CONTROL.test(rest)) return err("encoded_control");
  const canonical = URL.canParse(raw) ? new URL(raw).href : "";
  if (canonical.length > MAX_LENGTH) return err("too_long");
  return canonical === `https://${host}${expectedRest(rest)}` ? ok(canonical) : err("not_canonical");
}

/** At redirect time: a stored canonical address whose host is still on the list. A pass over the text, nothing parsed. */
export function isAllowedDestination(canonical: string, policy: DestinationPolicy): boolean {
  if (canonical.length > MAX_LENGTH || ENCODED_CONTROL.test(canonical)) return false;
  const host = CANONICAL.exec(canonical)?.[1];
  return host === undefined ? isOnLoopback(canonical, policy) : policy.hosts.has(host);
}

/** Path, query and fragment as the URL Standard would write them, where the only liberties taken are the allowed ones. */
function expectedRest(rest: string): string {
  const ascii = rest.replace(/[^!-~]+/g, encodeURIComponent);
  const end = /[?#]|$/.exec(ascii)?.index ?? ascii.length;
  return `${withoutDotSegments(ascii.slice(0, end))}${ascii.slice(end)}`;
}

/** RFC 3986 §5.2.4, and "%2e" counts as a dot as it does for browsers. */
function withoutDotSegments(path: string): string {
  const segments = path.split("/").slice(1);
  const kept: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (TWO_DOTS.test(segment)) kept.pop();
    if (!TWO_DOTS.test(segment) && !ONE_DOT.test(segment)) kept.push(segment);
    else if (isLast) kept.push("");
  }
  return `/${kept.join("/")}`;
}
