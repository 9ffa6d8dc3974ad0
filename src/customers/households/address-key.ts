import { plainAddress } from "#customers/plain-address.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";

/**
 * A keyed hash by which people of one surname at one address are known: the parts of the address in the vendor's order, each
 * in one spelling. undefined where a part is missing: half an address brings nobody together.
 */
export function addressKey(
  secret: Secret,
  { surname, address }: { readonly surname: string; readonly address: readonly string[] },
): string | undefined {
  const parts = [surname, ...address].map(plainAddress);
  if (parts.includes("")) return undefined;
  return keyedHash(secret.keyFor("household-address/1"), JSON.stringify(parts));
}
