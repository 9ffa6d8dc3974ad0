import type { PushContent } from "#channels/channel.ts";

export type EncryptedPush = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
};

/** RFC 8030 §5.2: 28 days is as long as services keep a message. */
const MAX_TTL_SECONDS = 2_419_200;

/**
 * The body and headers of a push message for one browser: aes128gcm under a fresh key and salt (RFC 8291 §3.4). The library is
 * loaded at the first message: who sends none pays nothing.
 */
export async function encryptPush({
  endpoint,
  keys,
  payload,
  ttlSeconds,
  urgency,
  topic,
}: Pick<PushContent, "keys" | "payload" | "ttlSeconds" | "urgency" | "topic"> & {
  readonly endpoint: string;
}): Promise<EncryptedPush> {
  const { default: webPush } = await import("web-push");
  const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { ...keys } }, payload, {
    TTL: Math.min(Math.max(0, Math.floor(ttlSeconds)), MAX_TTL_SECONDS),
    urgency,
    ...(topic === undefined ? {} : { topic }),
  });
  // The length is for whoever sends the bytes to say.
  const said = Object.entries<string | number>(headers).filter(([name]) => name !== "Content-Length");
  return {
    headers: Object.fromEntries(said.map(([name, value]) => [name, String(value)])),
    body: new Uint8Array(body),
  };
}
