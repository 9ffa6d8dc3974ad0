import type { Problem } from "#kernel/problem.ts";
import { problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import { CHANNEL_REFUSED, isScopeName, TOPIC_REFUSED } from "./consent-scope.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import type { ConsentStatement } from "./facts/fact.ts";
import { type FactOrigin, recordFact, type RecordedFact } from "./record-fact.ts";

export type NewConsent = FactOrigin &
  Omit<ConsentStatement, "proof"> & { readonly proof?: ConsentStatement["proof"] | undefined };

/**
 * Appends a record of consent and brings the states that joins read up to date. The newest record decides, by the time of
 * the customer's own act.
 */
export function recordConsent({
  deps,
  code,
  input,
}: {
  readonly deps: CustomerDeps;
  readonly code: string;
  readonly input: NewConsent;
}): Promise<Result<RecordedFact, Problem>> {
  const { purpose, channel: consentChannel, topic, state, wording, proof = {}, at, source } = input;
  if (state === "granted" && wording.trim() === "") {
    return refusal("/wording", "A grant needs the words that the customer agreed to.");
  }
  if (!isScopeName(consentChannel)) return refusal("/channel", CHANNEL_REFUSED);
  if (!isScopeName(topic)) return refusal("/topic", TOPIC_REFUSED);
  if (purpose === "track" && (consentChannel !== "" || topic !== "")) {
    return refusal("/purpose", "Consent to be tracked is one for all channels and topics.");
  }
  return recordFact(
    deps,
    { code, origin: { at, source } },
    {
      key: deps.ids.next("consent"),
      name: state === "granted" ? "Consent Granted" : "Consent Withdrawn",
      source: source ?? "profile",
      properties: { purpose, channel: consentChannel, topic },
      consents: [{ purpose, channel: consentChannel, topic, state, wording, proof }],
    },
  );
}

async function refusal(pointer: string, message: string): Promise<Result<never, Problem>> {
  return err(problem("invalid_content", undefined, [{ pointer, message }]));
}
