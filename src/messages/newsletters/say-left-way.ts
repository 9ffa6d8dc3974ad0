import type { LeftWay } from "./find-message.ts";

/** Reasons that the claim or a composer gives; any other is the provider's own word. */
const reasons: Readonly<Record<string, string>> = {
  no_address: "no address or device of hers is known",
  no_consent: "she does not agree to it",
  suppressed: "nothing may be sent to her address there",
  no_channel: "no sender of it is configured",
  no_sender: "no sender of the pool may write to her number",
  too_long: "the message is more than it carries",
  address_too_long: "the address does not fit into a letter's window",
  not_printable: "the letter has characters that cannot be printed",
};

/** "Not by email: no address or device of hers is known." */
export function sayLeftWay({ channel, reason, attempts }: LeftWay): string {
  const why = reasons[reason] ?? `its provider refused it (${reason.replaceAll("_", " ")})`;
  const tries = attempts > 1 ? ` at try ${attempts}` : "";
  return `Not by ${channel}: ${why}${tries}.`;
}
