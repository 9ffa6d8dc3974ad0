import { alignment } from "./mail/alignment.ts";
import { bounceDomain } from "./mail/bounce-domain.ts";
import { dkim } from "./mail/dkim.ts";
import { dmarc } from "./mail/dmarc.ts";
import { mx } from "./mail/mx.ts";
import { ptr } from "./mail/ptr.ts";
import { smtp } from "./mail/smtp.ts";
import { spf } from "./mail/spf.ts";
import { resend } from "./providers/resend.ts";
import { twilioAccount } from "./providers/twilio-account.ts";
import { twilioSenders } from "./providers/twilio-senders.ts";
import { vapid } from "./providers/vapid.ts";
import type { Skew } from "./ask.ts";
import type { Finding } from "./finding.ts";
import { notChecked } from "./finding.ts";
import { ofSecond, ofSecondAlone } from "./providers/of-second.ts";
import { clockSkew } from "./host/clock-skew.ts";
import { configuration } from "./host/configuration.ts";
import { database } from "./host/database.ts";
import { disk } from "./host/disk.ts";
import { journal } from "./host/journal.ts";
import { publicUrl } from "./host/public-url.ts";
import { rootKey } from "./host/root-key.ts";
import { sender } from "./host/sender.ts";
import type { Check, Patient } from "./patient.ts";

const checks: ReadonlyArray<readonly [name: string, check: Check]> = [
  ["configuration", configuration],
  ["root_key", rootKey],
  ["public_url", publicUrl],
  ["database", database],
  ["journal", journal],
  ["disk", disk],
  ["sender", sender],
  ["spf", spf],
  ["dkim", dkim],
  ["dmarc", dmarc],
  ["alignment", alignment],
  ["bounce_domain", bounceDomain],
  ["mx", mx],
  ["ptr", ptr],
  ["smtp", smtp],
  ["resend", resend],
  ["twilio", twilioAccount],
  ["twilio_senders", twilioSenders],
  ["second_smtp", ofSecond(smtp)],
  ["second_ptr", ofSecond(ptr)],
  ["second_spf", ofSecondAlone(spf)],
  ["second_dkim", ofSecondAlone(dkim)],
  ["second_bounce_domain", ofSecondAlone(bounceDomain)],
  ["second_resend", ofSecond(resend)],
  ["second_twilio", ofSecond(twilioAccount)],
  ["vapid", vapid],
];

/**
 * All checks, each by itself: one that breaks is told as not checked and hides no other. The clock comes last, by what the
 * others were answered.
 */
export async function examine(patient: Patient, skews: readonly Skew[]): Promise<readonly Finding[]> {
  const found = await Promise.all(
    checks.map(async ([name, check]) => {
      try {
        return await check(patient);
      } catch (cause) {
        // The cause's words may hold an address or a key: only its name is told.
        return [notChecked(name, `The check itself broke: ${cause instanceof Error ? cause.name : "unknown"}.`)];
      }
    }),
  );
  return [...found.flat(), ...(await clockSkew(patient, skews))];
}
