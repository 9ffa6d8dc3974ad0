import { fine, notChecked, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { mailWay, STAYS_HERE } from "./mail-way.ts";

/** Whether bounces find their way back: without them addresses that are none stay in use. */
export const bounceDomain: Check = async (patient) => {
  const way = mailWay(patient.settings);
  if (way === "memory") return [notChecked("bounce_domain", STAYS_HERE)];
  if (way === "resend") return [notChecked("bounce_domain", "Resend takes bounces and tells of them by webhook.")];
  const domain = patient.settings.BOUNCE_DOMAIN;
  if (domain === undefined) return [notChecked("bounce_domain", "BOUNCE_DOMAIN can't be read.")];
  const exchanges = await patient.dns.mx(domain);
  if (exchanges === "unknown") return [notChecked("bounce_domain", `No name server answered for ${domain}.`)];
  return exchanges.some((exchange) => exchange !== "" && exchange !== ".")
    ? [fine("bounce_domain", `${domain} takes mail at ${exchanges.join(", ")}.`)]
    : [
        wrong(
          "bounce_domain",
          `${domain} takes no mail: bounces are lost.`,
          `Publish an MX record at ${domain}, and hand what arrives there to POST /v1/inbound/email (docs/delivery-reports.md).`,
        ),
      ];
};
