import { createECDH, randomBytes } from "node:crypto";
import type { PushKeys } from "./push-keys.ts";

/** A browser's side of a subscription, with what only the browser has. */
export type Subscriber = {
  readonly keys: PushKeys;
  readonly privateKey: Uint8Array;
  readonly auth: Uint8Array;
};

export function makeSubscriber(): Subscriber {
  const curve = createECDH("prime256v1");
  const point = curve.generateKeys();
  const auth = randomBytes(16);
  return {
    keys: { p256dh: point.toString("base64url"), auth: auth.toString("base64url") },
    privateKey: Buffer.from(curve.getPrivateKey("hex").padStart(64, "0"), "hex"),
    auth,
  };
}
