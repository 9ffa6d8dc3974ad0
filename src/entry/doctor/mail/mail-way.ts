import type { Patient } from "#entry/doctor/patient.ts";
import { findSender } from "#catalogue/sender.ts";

/** How e-mail leaves: nobody but ourselves sees what stays in memory. */
export function mailWay(settings: Patient["settings"]): "smtp" | "resend" | "memory" {
  if (settings.RESEND_API_KEY !== undefined) return "resend";
  return settings.SMTP_HOST === undefined ? "memory" : "smtp";
}

export const STAYS_HERE = "E-mail stays in memory: neither SMTP_HOST nor RESEND_API_KEY is set.";

/** The domain that readers see in From; undefined before the vendor has said who speaks. */
export async function fromDomainOf({ database }: Patient): Promise<string | undefined> {
  if (!("store" in database)) return undefined;
  const found = await findSender(database.store);
  return found?.fromAddress.split("@").at(-1)?.toLowerCase();
}
