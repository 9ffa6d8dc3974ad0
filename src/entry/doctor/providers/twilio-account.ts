import { fine, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { NO_TWILIO, textOf, twilioLine, twilioRefusal } from "./twilio-line.ts";

/** Whether the account is reached, known, and may send. */
export const twilioAccount: Check = async (patient) => {
  const get = twilioLine(patient);
  if (get === undefined) return [notChecked("twilio", NO_TWILIO)];
  const answer = await get(".json");
  if (answer?.status !== 200) return [twilioRefusal("twilio", answer)];
  const status = textOf(answer.json, "status");
  if (status !== "active") {
    return [
      wrong(
        "twilio",
        `The account is ${status ?? "not readable"}.`,
        "Look at its console: until it is active nothing goes out.",
      ),
    ];
  }
  return textOf(answer.json, "type") === "Trial"
    ? [warning("twilio", "The account is active, on trial: it reaches verified numbers alone.", "Upgrade it.")]
    : [fine("twilio", "The account is reached and active.")];
};
