import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import { parseEmailAddress, suppressionAddress } from "#channels/email-address.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";
import type { Identity } from "./facts/profile-statements.ts";

/** Which channels reach people by which address; suppressions and look-ups go by the address, not by the channel. */
export type AddressKind = "email" | "phone";

/** The address as mail is sent to it; undefined where it is no bare address. */
export function normaliseEmail(text: string): string | undefined {
  const parsed = parseEmailAddress(text.trim());
  return parsed.ok ? suppressionAddress(parsed.value) : undefined;
}

/** E.164. A number without a country code is one of `defaultCountry`; undefined where it can be no number there. */
export function normalisePhone(text: string, defaultCountry: string): string | undefined {
  if (text.length > 40) return undefined;
  const number = isSupportedCountry(defaultCountry)
    ? parsePhoneNumberFromString(text, { defaultCountry, extract: false })
    : parsePhoneNumberFromString(text, { extract: false });
  return number?.isPossible() === true ? number.number : undefined;
}

/**
 * How an address is looked up: in suppressions, identities and reservations. It is the same for one address wherever it
 * comes from, needs our key, and does not lead back.
 */
export function hashAddress(secret: Secret, kind: AddressKind, normalised: string): string {
  return keyedHash(secret.keyFor("address/1"), `${kind}:${normalised}`);
}

export function emailIdentity(secret: Secret, text: string): Identity | undefined {
  const value = normaliseEmail(text);
  return value === undefined ? undefined : { kind: "email", value, hash: hashAddress(secret, "email", value) };
}

export function phoneIdentity(
  deps: { readonly secret: Secret; readonly defaultCountry: string },
  text: string,
): Identity | undefined {
  const value = normalisePhone(text, deps.defaultCountry);
  return value === undefined ? undefined : { kind: "phone", value, hash: hashAddress(deps.secret, "phone", value) };
}
