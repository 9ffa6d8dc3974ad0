import type { CallEffect } from "#channels/voice/walk-call.ts";
import type { ConsentStatement, Fact } from "#customers/facts/fact.ts";
import type { CallRow } from "./call-row.ts";

/** Where these facts come from. */
const VOICE = "voice";
/** A key that somebody pressed in a call: programs press none, so whoever did is a person. */
const VOICE_CHOICE = "Voice Choice";

type Pressed = {
  readonly call: Pick<CallRow, "callSid" | "turn" | "messageId" | "menu" | "version">;
  readonly effects: readonly CallEffect[];
  /** Rows of who has the number. */
  readonly customers: readonly number[];
  /** As the network vouches for the number, where it does (STIR/SHAKEN). */
  readonly attestation: string | undefined;
  readonly now: number;
};

/**
 * What is known of a customer after a turn: which choice she made, by its step and not by its key, and what she agreed to or
 * ended. Once for each turn of a call, however often it is told.
 */
export function callFacts({ call, effects, customers, attestation, now }: Pressed): readonly Fact[] {
  const choice = effects.find(({ kind }) => kind === "choice");
  if (choice?.kind !== "choice") return [];
  const { callSid, turn, messageId, menu, version } = call;
  const proof = { call: callSid, ...(attestation === undefined ? {} : { attestation }) };
  const consents = effects.flatMap((effect) => consentOf(effect, proof));
  const about = messageId === null ? { menu, version } : { message: messageId };
  return customers.map((customer, index) => ({
    messageId: `~voice:${callSid}:${turn}${index === 0 ? "" : `:${index}`}`,
    customer,
    kind: "choice",
    name: VOICE_CHOICE,
    category: null,
    productCode: null,
    properties: { ...about, step: choice.step, choice: choice.to },
    at: now,
    source: VOICE,
    channel: VOICE,
    consents,
  }));
}

function consentOf(effect: CallEffect, proof: ConsentStatement["proof"]): readonly ConsentStatement[] {
  if (effect.kind === "opt_out") {
    const { wording } = effect;
    return [{ purpose: "receive", channel: VOICE, topic: "", state: "withdrawn", wording, proof }];
  }
  if (effect.kind !== "consent") return [];
  const { channel, topic, wording } = effect;
  return [{ purpose: "receive", channel, topic, state: "granted", wording, proof }];
}
