import { mailWay } from "#entry/doctor/mail/mail-way.ts";
import type { Check, Patient } from "#entry/doctor/patient.ts";

/** What a provider is called by; what both share (a client's name, where a service is reached) keeps its word. */
const OWN = /^(?:SMTP_(?!CLIENT)|RESEND_API|TWILIO_(?:ACCOUNT|AUTH_TOKEN$))/;
const SECOND = "SECOND_";

/**
 * The same check of the second provider, which takes over just when nobody has time to find it broken. It sees the second's words
 * in the place of the first's; what is not set is no finding.
 */
export function ofSecond(check: Check): Check {
  return async (patient) => {
    const findings = await check({ ...patient, settings: inWordsOfTheFirst(patient.settings) });
    return findings
      .filter(({ state, advice }) => state !== "not_checked" || advice !== undefined)
      .map((found) => ({
        ...found,
        check: `second_${found.check}`,
        says: named(found.says),
        ...(found.advice === undefined ? {} : { advice: named(found.advice) }),
      }));
  };
}

/** The same, of what an SMTP server needs of the DNS: where the first is one too, it was looked at already. */
export function ofSecondAlone(check: Check): Check {
  return async (patient) => (mailWay(patient.settings) === "smtp" ? [] : ofSecond(check)(patient));
}

function inWordsOfTheFirst(settings: Patient["settings"]): Patient["settings"] {
  const entries = Object.entries(settings);
  const shared = entries.filter(([name]) => !OWN.test(name) && !name.startsWith(SECOND));
  const second = entries.filter(([name]) => name.startsWith(SECOND));
  return Object.fromEntries([...shared, ...second.map(([name, value]) => [name.slice(SECOND.length), value])]);
}

/** Words of the configuration as the operator has to write them. */
function named(words: string): string {
  return words.replaceAll(
    /\b(?:SMTP_(?:HOST|PORT|SECURITY|USERNAME|PASSWORD)|RESEND_API_KEY|TWILIO_(?:ACCOUNT_SID|AUTH_TOKEN))\b/g,
    `${SECOND}$&`,
  );
}
