import type { Answer } from "#entry/doctor/ask.ts";
import { type Finding, notChecked, wrong } from "#entry/doctor/finding.ts";
import type { Patient } from "#entry/doctor/patient.ts";

export const NO_TWILIO = "Texts stay in memory: TWILIO_ACCOUNT_SID is not set.";

/** Reads a resource of the configured account; undefined where none is configured. */
export function twilioLine({ settings, ask }: Patient): ((path: string) => Promise<Answer | undefined>) | undefined {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, TWILIO_BASE_URL: base } = settings;
  if (sid === undefined || token === undefined) return undefined;
  const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString("base64")}`;
  const origin = (base ?? "https://api.twilio.com").replace(/\/$/, "");
  return (path) => ask(`${origin}/2010-04-01/Accounts/${sid}${path}`, { authorization });
}

/** What an answer that is no 200 means, whatever was asked. */
export function twilioRefusal(check: string, answer: Answer | undefined): Finding {
  if (answer === undefined)
    return notChecked(check, "Twilio could not be reached.", "Let this machine reach api.twilio.com.");
  if (answer.status === 401 || answer.status === 403) {
    return wrong(
      check,
      "Twilio does not know this account and token.",
      "Correct TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.",
    );
  }
  return notChecked(check, `Twilio answered ${answer.status}.`, "Look at status.twilio.com and run this again.");
}

/** A field of an answer, where it is a text. */
export function textOf(json: unknown, name: string): string | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const value = (json as Record<string, unknown>)[name];
  return typeof value === "string" ? value : undefined;
}

/** The entries of a list in an answer. */
export function listOf(json: unknown, name: string): readonly unknown[] {
  if (typeof json !== "object" || json === null) return [];
  const value = (json as Record<string, unknown>)[name];
  return Array.isArray(value) ? value : [];
}
