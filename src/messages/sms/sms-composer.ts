import { createHash } from "node:crypto";
import { z } from "zod";
import { countSegments } from "#channels/sms/count-segments.ts";
import { smartReplace } from "#channels/sms/smart-replace.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import type { Clock } from "#kernel/clock.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Composer } from "#messages/content/composer.ts";
import type { SkipReason } from "#messages/message.ts";
import { messageKey } from "#messages/send/message-key.ts";
import type { Store } from "#store/store.ts";
import { bindSenders } from "./bind-senders.ts";
import type { SmsSettings, SmsSettingsSource } from "./sms-settings.ts";
import { statusUrlOf } from "./status-url.ts";

export type SmsComposerDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  /** Origin under which callbacks reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly settings: SmsSettingsSource;
};

/** Twilio takes no more (error 21617), and nobody reads it. */
const MOST_CHARACTERS = 1_600;

const ownSchema = z.object({
  from: z.string(),
  isPlain: z.boolean(),
  maxSegments: z.number(),
  validitySeconds: z.number().optional(),
});

/**
 * A text: the words of `sms.txt`, from the recipient's own sender of the pool. Sender, replacement and the most segments are
 * decided once and kept with the inputs, so that a change of settings between two tries changes no byte.
 */
export function smsComposer(deps: SmsComposerDeps): Composer {
  return {
    decide: async (messages) => {
      const { senders, smartReplacement: isPlain, maxSegments, validityMinutes } = await deps.settings();
      const validitySeconds = validityMinutes * 60;
      const numbers = messages.map(({ id, address }) => ({
        id,
        to: address,
        phoneHash: hashAddress(deps.secret, "phone", address),
      }));
      const binding = {
        store: deps.store,
        key: deps.secret.keyFor("sms-pool/1"),
        pool: senders,
        now: deps.clock.now(),
      };
      const bound = await bindSenders(binding, numbers);
      return new Map(
        numbers.map(({ id, phoneHash }): [number, Result<unknown, SkipReason>] => {
          const from = bound.get(phoneHash);
          return [id, from === undefined ? err("no_sender") : ok({ from, isPlain, maxSegments, validitySeconds })];
        }),
      );
    },
    compose: ({ message, template, view, own }) => {
      const decided = ownSchema.safeParse(own);
      const merged = template.mergeSms(view);
      if (!merged.ok || !decided.success || merged.value === "") return err("nothing_to_say");
      const { from, isPlain, maxSegments, validitySeconds } = decided.data;
      const sized = sizeText(merged.value, { smartReplacement: isPlain });
      if (sized.segments > maxSegments || sized.text.length > MOST_CHARACTERS) return err("too_long");
      const { text, encoding, segments } = sized;
      const statusUrl = statusUrlOf(deps.publicUrl, messageKey(deps.secret.keyFor("message-key/1"), message.id));
      return ok({
        bodyHash: createHash("sha256").update(from).update("\0").update(text).digest("base64url"),
        content: {
          kind: "sms",
          from,
          text,
          encoding,
          segments,
          validitySeconds,
          ...(statusUrl === undefined ? {} : { statusUrl }),
        },
      });
    },
  };
}

/** A text as it would leave, with what was written plainly for it. */
export function sizeText(words: string, { smartReplacement }: Pick<SmsSettings, "smartReplacement">) {
  const { text, replacements } = smartReplacement ? smartReplace(words) : { text: words, replacements: [] };
  return { text, replacements, ...countSegments(text) };
}
