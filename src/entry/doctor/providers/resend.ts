import { RESEND_ORIGIN } from "#channels/email-http/email-http-channel.ts";
import { fine, notChecked, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { listOf, textOf } from "./twilio-line.ts";

/** Whether Resend knows the key, and has verified the domain's SPF and DKIM. */
export const resend: Check = async ({ settings, ask }) => {
  const { RESEND_API_KEY: key, RESEND_BASE_URL: base, SENDING_DOMAIN: domain } = settings;
  if (key === undefined) return [notChecked("resend", "RESEND_API_KEY is not set.")];
  const answer = await ask(`${(base ?? RESEND_ORIGIN).replace(/\/$/, "")}/domains`, { authorization: `Bearer ${key}` });
  if (answer === undefined) return [notChecked("resend", "Resend could not be reached.", "Let this machine reach it.")];
  // "restricted_api_key": the key is good, and for sending alone.
  if (textOf(answer.json, "name") === "restricted_api_key") {
    return [
      fine("resend", "The key is known and may send alone: whether the domain is verified is not for it to see."),
    ];
  }
  if (answer.status === 401 || answer.status === 403) {
    return [wrong("resend", "Resend does not know this key.", "Make a new one there and set RESEND_API_KEY.")];
  }
  if (answer.status !== 200)
    return [notChecked("resend", `Resend answered ${answer.status}.`, "Run this again later.")];
  const known = listOf(answer.json, "data").find((one) => textOf(one, "name") === domain?.toLowerCase());
  const status = textOf(known, "status");
  return status === "verified"
    ? [fine("resend", `The key is known, and ${domain ?? "the domain"} is verified: SPF and DKIM hold.`)]
    : [
        wrong(
          "resend",
          `${domain ?? "SENDING_DOMAIN"} is ${status === undefined ? "no domain of this account" : `not verified there (${status})`}.`,
          "Add it at resend.com/domains and publish the records that it shows.",
        ),
      ];
};
