import { createHash } from "node:crypto";
import { noticePayloads } from "#channels/webpush/notice.ts";
import { HOUR_MS, SECOND_MS } from "#kernel/clock.ts";
import { err, ok } from "#kernel/result.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";
import type { Composer } from "#messages/content/composer.ts";

/** A notice of yesterday helps nobody: a device that stays off longer does not hear of it. */
const TTL_SECONDS = (24 * HOUR_MS) / SECOND_MS;
/** RFC 8030 §5.4 allows 32 signs. */
const TOPIC_LENGTH = 32;

/**
 * Push messages: title, line and one of our own addresses. Which browsers it goes to is known only when it leaves, so the keys
 * are put in by the channel that knows her devices. A newer message of a programme takes the place of one that still waits:
 * the topic is a keyed hash of both, so that a push service learns nothing from it.
 */
export function pushComposer({ publicUrl, secret }: { readonly publicUrl: string; readonly secret: Secret }): Composer {
  return {
    compose: ({ frame, message, template, view }) => {
      const merged = template.mergePush(view);
      if (!merged.ok) return err("nothing_to_say");
      const { title = "", body = "", url = "" } = merged.value;
      if (title.trim() === "") return err("nothing_to_say");
      const isMarketing = frame.messageClass === "marketing";
      const topic = keyedHash(secret.keyFor("push-topic/1"), `${frame.code} ${message.address}`).slice(0, TOPIC_LENGTH);
      const tag = keyedHash(secret.keyFor("push-tag/1"), String(message.id)).slice(0, TOPIC_LENGTH);
      const payloads = noticePayloads({ title, body, url, tag, language: view.customer.locale }, publicUrl);
      return ok({
        bodyHash: createHash("sha256").update(payloads.payload).digest("base64url"),
        content: {
          kind: "push",
          keys: { p256dh: "", auth: "" },
          ...payloads,
          ttlSeconds: TTL_SECONDS,
          urgency: isMarketing ? "low" : "normal",
          ...(isMarketing ? { topic } : {}),
        },
      });
    },
  };
}
