import { createHash } from "node:crypto";
import { z } from "zod";
import type { VoiceContent } from "#channels/channel.ts";
import { callTwiml } from "#channels/voice/call-twiml.ts";
import { beginCall } from "#channels/voice/walk-call.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Composer } from "#messages/content/composer.ts";
import type { SkipReason } from "#messages/message.ts";
import { chooseSender, usableSenders } from "#messages/phone/choose-sender.ts";
import { messageKey } from "#messages/send/message-key.ts";
import { firstLinkOf, outgoingFlow } from "./outgoing-flow.ts";
import { spokenView } from "./spoken-view.ts";
import type { VoiceSettingsSource } from "./voice-settings.ts";
import { voiceUrlsOf } from "./voice-urls.ts";

export type VoiceComposerDeps = {
  readonly secret: Secret;
  /** Origin under which callbacks reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly settings: VoiceSettingsSource;
};

/** Nobody listens for longer, and one minute is about a thousand. */
const MOST_CHARACTERS = 3_000;

const ownSchema = z.object({
  from: z.string(),
  ringSeconds: z.number(),
  maxSeconds: z.number(),
  onMachine: z.enum(["hang_up", "leave_message", "ignore"]),
});

/** What is decided once for a call and kept with its inputs. */
export type VoiceDecision = Pick<VoiceContent, "from" | "ringSeconds" | "maxSeconds" | "onMachine">;

/**
 * A call: the words of `voice.txt`, from the recipient's own number of the pool. Number and times are decided once and kept with
 * the inputs, so that a change of settings between two tries changes no byte.
 */
export function voiceComposer({ secret, publicUrl, settings }: VoiceComposerDeps): Composer {
  return {
    decide: async (messages) => {
      const { callers, ringSeconds, maxMinutes, onMachine } = await settings();
      const key = secret.keyFor("voice-caller/1");
      return new Map(
        messages.map(({ id, address }): [number, Result<VoiceDecision, SkipReason>] => {
          const usable = usableSenders(callers, address);
          const caller = chooseSender(key, hashAddress(secret, "phone", address), usable);
          if (caller === undefined) return [id, err("no_sender")];
          return [id, ok({ from: caller.sender, ringSeconds, maxSeconds: maxMinutes * 60, onMachine })];
        }),
      );
    },
    compose: ({ message, template, view, own }) => {
      const decided = ownSchema.safeParse(own);
      const merged = template.mergeVoice(spokenView(view));
      if (!merged.ok || !decided.success || merged.value.text === "") return err("nothing_to_say");
      if (merged.value.text.length > MOST_CHARACTERS) return err("too_long");
      const { language } = merged.value;
      const { verbs } = beginCall(outgoingFlow(merged.value, firstLinkOf(view)));
      const content = {
        kind: "voice",
        ...decided.data,
        markup: callTwiml({ language, verbs: [...verbs, { kind: "hang_up" }] }),
        ...voiceUrlsOf(publicUrl, messageKey(secret.keyFor("message-key/1"), message.id)),
      } as const;
      return ok({
        bodyHash: createHash("sha256").update(content.from).update("\0").update(merged.value.text).digest("base64url"),
        content,
      });
    },
  };
}
