import type { Delivery } from "#outbound/webhooks/list-deliveries.ts";
import type { WebhookEndpoint } from "#outbound/webhooks/endpoint.ts";
import { Badge } from "#web/pages/badge.tsx";
import { When } from "#console/words.tsx";

export const webhooksPath = "/console/webhooks";

const reasons = {
  operator: "switched off",
  gone: "off: it answered 410, it wants nothing more",
  failing: "off: it took nothing for five days",
} as const;

export function EndpointState({ of: { state, disabledReason, failingSince } }: { readonly of: WebhookEndpoint }) {
  if (state === "disabled") return <Badge tone="bad" label={reasons[disabledReason ?? "operator"]} />;
  if (failingSince === undefined) return <Badge tone="good" label="on" />;
  return (
    <>
      <Badge tone="warn" label="failing since" /> <When at={failingSince} />
    </>
  );
}

const tones = { pending: "info", delivered: "good", failed: "bad" } as const;

export function DeliveryState({ of: { state, attempts } }: { readonly of: Delivery }) {
  if (state === "pending" && attempts > 0) return <Badge tone="warn" label="waits for another try" />;
  return <Badge tone={tones[state]} label={state} />;
}

const faults: Readonly<Record<string, string>> = {
  timeout: "no answer within 20 seconds",
  redirected: "a redirect, which is not followed",
  too_large: "an answer that is too large",
  econnrefused: "nobody listens there",
  enotfound: "the name is not known",
  econnreset: "the connection broke off",
};

/** What a try came to, in an operator's words: the status that was answered, or why there was none. */
export function answerWords({ status, fault, durationMs }: Delivery): string {
  const time = durationMs === undefined ? "" : ` in ${String(durationMs)} ms`.replaceAll(" ", "\u00a0");
  if (status !== undefined) return `${String(status)}${time}`;
  if (fault === undefined) return "not tried yet";
  if (fault.startsWith("refused_")) return "not asked: the address leads into a private network";
  return faults[fault] ?? fault.replaceAll("_", " ");
}
