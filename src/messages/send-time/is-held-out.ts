import { createHmac, type KeyObject } from "node:crypto";

/** So many of a hundred keep the usual minute, for ever, so that there is something to compare with. */
const HELD_OUT_SHARE = 0.1;

/** Stable: the same for the same customer and newsletter as long as the key is; nobody without it can tell. */
export function isHeldOut(
  key: KeyObject,
  { customerId, newsletter }: { readonly customerId: number; readonly newsletter: string },
) {
  const digest = createHmac("sha256", key).update(`${newsletter}\n${customerId}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48 < HELD_OUT_SHARE;
}
