import { err, ok, type Result } from "#kernel/result.ts";
import { isPublicAddress } from "./public-address.ts";

export type OutgoingPolicy = {
  /**
   * Origins such as "http://127.0.0.1:9000" that the operator named in the configuration: for them alone neither https nor
   * a public address is asked for.
   */
  readonly trustedOrigins: ReadonlySet<string>;
  /** Names under which this station itself is reached: a request to itself could go round for ever. */
  readonly ownHosts: ReadonlySet<string>;
};

export type OutgoingRefusal =
  | "too_long"
  | "characters"
  | "not_a_url"
  | "not_https"
  | "credentials"
  | "port"
  | "own_host"
  | "private_name"
  | "private_address";

/** What is said to who gave the address. */
export const outgoingRefusals: Readonly<Record<OutgoingRefusal, string>> = {
  too_long: "The address is longer than 2,048 characters.",
  characters: "The address has blanks, control characters or a backslash in it.",
  not_a_url: "This is not an absolute address.",
  not_https: "The address does not begin with https://.",
  credentials: "The address has a user name or password in it; send them in a header.",
  port: "The address names a port that is kept for other services.",
  own_host: "The address leads back to this station.",
  private_name: "This name belongs to a machine's own or a private network.",
  private_address: "The address leads into a private network.",
};

const MAX_LENGTH = 2_048;
/** As in destinations: blanks, controls, zero-width and bidi characters, halves of characters, the backslash. */
const STRANGE = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\]|%(?:[01][0-9a-f]|7f)/iu;
/** Ends of names that never belong to a public host: RFC 6761, 6762, 7686, 8375, ICANN's .internal, and habits. */
const PRIVATE_ENDS = ["localhost", "local", "internal", "localdomain", "lan", "home.arpa", "onion", "test", "invalid"];
const ANY_HIGH_PORT = 1_024;

/**
 * Whether the station may ask at an address that a vendor or a stranger named: asked when the address is saved, before it
 * is fetched, and again at every redirect. What its name resolves to is the transport's to check, at the connection.
 */
export function checkOutgoingUrl(raw: string, policy: OutgoingPolicy): Result<URL, OutgoingRefusal> {
  if (raw.length > MAX_LENGTH) return err("too_long");
  if (STRANGE.test(raw)) return err("characters");
  if (!URL.canParse(raw)) return err("not_a_url");
  const url = new URL(raw);
  // Nobody is asked under a fragment.
  url.hash = "";
  if (url.username !== "" || url.password !== "") return err("credentials");
  if (policy.trustedOrigins.has(url.origin)) return ok(url);
  if (url.protocol !== "https:") return err("not_https");
  if (url.port !== "" && Number(url.port) < ANY_HIGH_PORT) return err("port");
  const refused = hostRefusal(url.hostname, policy.ownHosts);
  return refused === undefined ? ok(url) : err(refused);
}

/** The URL Standard has already written every spelling of a number (decimal, octal, short, full-width) as the number. */
function hostRefusal(hostname: string, ownHosts: ReadonlySet<string>): OutgoingRefusal | undefined {
  const host = hostname.replace(/\.+$/, "");
  if (ownHosts.has(host)) return "own_host";
  if (host.startsWith("[")) return isPublicAddress(host.slice(1, -1)) ? undefined : "private_address";
  if (/^[\d.]+$/.test(host)) return isPublicAddress(host) ? undefined : "private_address";
  const isPrivate = !host.includes(".") || PRIVATE_ENDS.some((end) => host === end || host.endsWith(`.${end}`));
  return isPrivate ? "private_name" : undefined;
}
