import { fine, notChecked, warning } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { fromDomainOf, mailWay, STAYS_HERE } from "./mail-way.ts";

/** Whether the domain in From takes mail: readers answer, and some receivers refuse senders that can't be answered. */
export const mx: Check = async (patient) => {
  if (mailWay(patient.settings) === "memory") return [notChecked("mx", STAYS_HERE)];
  const domain = await fromDomainOf(patient);
  if (domain === undefined) return [notChecked("mx", "Nobody has said yet who speaks (PUT /v1/settings/sender).")];
  const exchanges = await patient.dns.mx(domain);
  if (exchanges === "unknown") return [notChecked("mx", `No name server answered for ${domain}.`)];
  return exchanges.some((exchange) => exchange !== "" && exchange !== ".")
    ? [fine("mx", `${domain}, the domain in From, takes mail.`)]
    : [warning("mx", `${domain}, the domain in From, takes no mail.`, `Publish an MX record at ${domain}.`)];
};
