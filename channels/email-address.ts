import { domainToASCII, domainToUnicode } from "node:url";
import { err, ok, type Result } from "#kernel/result.ts";

/** Why a text is no bare address. */
export type AddressRefusal = "too_long" | "not_bare" | "local_part" | "domain";

const MAX_ADDRESS = 254; // RFC 5321 §4.5.3.1.3 less the angle brackets (RFC 3696 erratum 1690)
const MAX_LOCAL_PART = 64; // RFC 5321 §4.5.3.1.1
const MAX_DOMAIN = 253; // RFC 1035 §2.3.4

const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Never all digits: that would be an IPv4 address to some readers (RFC 3696 §2). */
const TOP_LABEL = /^[a-z]/;
const IDN_CHARACTERS = /^[\p{L}\p{M}\p{N}.-]+$/u;

/**
 * Reads a bare address: a dot-atom local part and a domain in registered form (RFC 5321 §4.1.2 without quoted local parts,
 * comments, groups, literals and routes). The domain comes back in lower case and, where it is international, as A-labels
 * (RFC 5890); the local part as it was written.
 *
 * Mail libraries read more than that and then deliver to somebody else (CVE-2025-14874, GHSA-mm7p-fcc7-pg87), so this stands
 * before any of them. Linear in the length, and the length is looked at first.
 */
export function parseEmailAddress(text: string): Result<string, AddressRefusal> {
  if (text.length > MAX_ADDRESS) return err("too_long");
  const at = text.indexOf("@");
  if (at < 1 || at !== text.lastIndexOf("@")) return err("not_bare");
  const localPart = text.slice(0, at);
  if (localPart.length > MAX_LOCAL_PART || !DOT_ATOM.test(localPart)) return err("local_part");
  const domain = registeredDomain(text.slice(at + 1));
  if (domain === undefined) return err("domain");
  const address = `${localPart}@${domain}`;
  return address.length > MAX_ADDRESS ? err("too_long") : ok(address);
}

/** The A-label form of a domain that somebody may have registered; undefined for anything else, address literals included. */
export function registeredDomain(text: string): string | undefined {
  const domain = isAscii(text) ? text.toLowerCase() : asciiDomain(text);
  if (domain === undefined || domain.length > MAX_DOMAIN) return undefined;
  const labels = domain.split(".");
  const top = labels.at(-1) ?? "";
  // A host under a generic top label always has a dot; some country codes take mail at the top itself (RFC 7085 §3).
  const isRegistered = labels.length > 1 || top.length === 2;
  return isRegistered && TOP_LABEL.test(top) && labels.every((label) => LABEL.test(label)) ? domain : undefined;
}

/** The form under which an address is looked up in suppressions: one person's spellings by case fall together. */
export function suppressionAddress(address: string): string {
  return address.toLowerCase();
}

function isAscii(text: string): boolean {
  return !/[^\u0021-\u007e]/.test(text);
}

/** IDNA quietly drops and maps characters (soft hyphens, full-width dots): a name that does not come back as it was is a twin. */
function asciiDomain(text: string): string | undefined {
  if (!IDN_CHARACTERS.test(text)) return undefined;
  const ascii = domainToASCII(text);
  return domainToUnicode(ascii) === text.normalize("NFC").toLowerCase() ? ascii : undefined;
}
