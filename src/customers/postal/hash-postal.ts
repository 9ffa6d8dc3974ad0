import type { PostalAddress } from "#channels/postal-address.ts";
import { plainAddress } from "#customers/plain-address.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";

/**
 * How an address on paper is looked up in suppressions and reservations: the same for one person at one place, however it is
 * spelled. The addressee is in it, so that a letter which comes back for one tenant silences no other.
 */
export function hashPostal(secret: Secret, address: PostalAddress): string {
  const { addressee, line1, line2, city, region, postcode, country } = address;
  const parts = [addressee, `${line1} ${line2}`, city, region, postcode, country].map(plainAddress);
  return keyedHash(secret.keyFor("address/1"), `postal:${JSON.stringify(parts)}`);
}
