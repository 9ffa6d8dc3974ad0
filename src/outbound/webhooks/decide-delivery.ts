import type { Random } from "#kernel/random.ts";
import type { OutgoingFault } from "#web/outgoing/guarded-fetch.ts";
import { nextWait } from "./retry-schedule.ts";

/** What a receiver answered, or why there was no answer. */
export type DeliveryAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly retryAfterMs: number }
  | { readonly kind: "failed"; readonly fault: string };

export type DeliveryOutcome = {
  readonly state: "delivered" | "pending" | "failed";
  /** epoch ms of the next try, where pending */
  readonly nextAt?: number;
  readonly status?: number;
  /** a code: never what the receiver wrote */
  readonly fault?: string;
  /** 410: the receiver wants nothing more, ever. */
  readonly isGone: boolean;
};

/**
 * What becomes of a delivery after a try: pure. 2xx is the only success; a redirect is a failure, since a receiver that
 * moved says so to the vendor; 410 switches the endpoint off (Standard Webhooks, "Responding to webhooks").
 */
export function decideDelivery(
  answer: DeliveryAnswer,
  { tries, now, random }: { readonly tries: number; readonly now: number; readonly random: Random },
): DeliveryOutcome {
  const told = answer.kind === "answered" ? { status: answer.status } : { fault: answer.fault };
  if (answer.kind === "answered" && answer.status >= 200 && answer.status < 300) {
    return { ...told, state: "delivered", isGone: false };
  }
  const isGone = answer.kind === "answered" && answer.status === 410;
  const wait = isGone ? undefined : nextWait(tries, random, answer.kind === "answered" ? answer.retryAfterMs : 0);
  return wait === undefined
    ? { ...told, state: "failed", isGone }
    : { ...told, state: "pending", nextAt: now + wait, isGone };
}

/** One word for each way in which nothing was answered. */
export function faultWord(fault: OutgoingFault): string {
  switch (fault.kind) {
    case "refused":
      return `refused_${fault.reason}`;
    case "redirected":
      return "redirected";
    case "timeout":
    case "too_large":
      return fault.kind;
    case "unreachable":
      return /^[A-Z0-9_]{1,60}$/.test(fault.code) ? fault.code.toLowerCase() : "unreachable";
  }
}
