import { fine, type Finding, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Answer } from "#entry/doctor/ask.ts";
import type { Check, Patient } from "#entry/doctor/patient.ts";
import { MESSAGE_PATH } from "#messages/sms/status-url.ts";
import { findSmsSettings, type SmsSender } from "#messages/sms/sms-settings.ts";
import { listOf, NO_TWILIO, textOf, twilioLine, twilioRefusal } from "./twilio-line.ts";

const CHECK = "twilio_senders";
/** Each costs a request. */
const MOST_LOOKED_AT = 50;

type Get = (path: string) => Promise<Answer | undefined>;

/** Whether each number of the pool is the account's own, is registered, and hands what readers write back to us. */
export const twilioSenders: Check = async (patient) => {
  const get = twilioLine(patient);
  if (get === undefined) return [notChecked(CHECK, NO_TWILIO)];
  if (!("store" in patient.database)) return [notChecked(CHECK, "The pool is in the database, which can't be read.")];
  const { senders } = await findSmsSettings(patient.database.store);
  if (senders.length === 0) {
    return [wrong(CHECK, "The pool has no sender: no text leaves.", "Name one (PUT /v1/settings/sms).")];
  }
  const found: Finding[] = [];
  for (const sender of senders.slice(0, MOST_LOOKED_AT)) found.push(await judge(patient, get, sender));
  const more = senders.length - MOST_LOOKED_AT;
  return more > 0 ? [...found, notChecked(CHECK, `${more} more senders.`)] : found;
};

async function judge(patient: Patient, get: Get, { sender, isRegistered }: SmsSender): Promise<Finding> {
  if (!isRegistered) {
    const says = `${sender} is not registered with the carriers, and not used.`;
    return warning(CHECK, says, "Register it at Twilio (A2P 10DLC, toll-free verification), then set isRegistered.");
  }
  const isLong = sender.startsWith("+");
  if (!isLong && !/^\d+$/.test(sender)) return notChecked(CHECK, `${sender} is a name: Twilio lists none of these.`);
  const [path, list, field] = isLong
    ? ([
        `/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(sender)}`,
        "incoming_phone_numbers",
        "phone_number",
      ] as const)
    : ([`/SMS/ShortCodes.json?ShortCode=${sender}`, "short_codes", "short_code"] as const);
  const answer = await get(path);
  if (answer?.status !== 200) return twilioRefusal(CHECK, answer);
  const owned = listOf(answer.json, list).find((one) => textOf(one, field) === sender);
  if (owned === undefined) {
    return wrong(CHECK, `${sender} is not a number of this account.`, "Take it out of the pool, or buy or port it.");
  }
  return judgeWebhook(patient, sender, owned);
}

/** STOP is heard by this address alone: the provider's own list knows of its senders one by one. */
function judgeWebhook({ settings }: Patient, sender: string, owned: unknown): Finding {
  const publicUrl = settings.PUBLIC_URL?.replace(/\/$/, "");
  if (publicUrl === undefined) return notChecked(CHECK, `${sender} is the account's own; PUBLIC_URL can't be read.`);
  const wanted = `${publicUrl}${MESSAGE_PATH}`;
  const url = textOf(owned, "sms_url");
  const method = textOf(owned, "sms_method") ?? "POST";
  if (url === wanted && method === "POST")
    return fine(CHECK, `${sender} is the account's own and hands answers to us.`);
  return wrong(
    CHECK,
    `${sender} hands its answers elsewhere: a STOP would not be heard.`,
    `Set "A message comes in" of the number to ${wanted}, HTTP POST.`,
  );
}
