import type { SendOutcome } from "#channels/channel.ts";
import type { TechnicalCause } from "./breaker.ts";

/** The account is refused: 401 and 403 of an HTTP provider, what an SMTP server says of it, Twilio's 20003 and 20005. */
const REFUSED = /^connection: the server refused the account|_40[13]$|^account: |^twilio_2000[35]$/;
/** 429, and Twilio's 20429. */
const TOO_FAST = /^\w+_(?:20)?429$|^\w*too_many$/;
/** No connection, no answer in time, or a server that says it is broken; in codes of ours, and never in words of a server. */
const NO_ANSWER = /^connection: |^\w*(?:timeout|unreachable)$|^channel_(?:threw|missing)$|^\w+_5\d\d$/;

/** What a try says of the provider itself; undefined where it did its work, whatever became of the message. */
export function troubleOf(result: SendOutcome): TechnicalCause | undefined {
  if (result.kind === "accepted" || result.kind === "rejected") return undefined;
  return result.kind === "unknown" ? "no_answer" : troubleInWords(result.reason);
}

/** The same of the reason that a deferred row keeps. */
export function troubleInWords(reason: string): TechnicalCause | undefined {
  if (REFUSED.test(reason)) return "refused_credentials";
  if (TOO_FAST.test(reason)) return "too_fast";
  return NO_ANSWER.test(reason) ? "no_answer" : undefined;
}
