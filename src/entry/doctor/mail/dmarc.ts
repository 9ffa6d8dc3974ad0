import { fine, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { fromDomainOf, mailWay, STAYS_HERE } from "./mail-way.ts";
import { policiesOf } from "./policy-domain.ts";
import { tagsOf } from "./tags-of.ts";

/** What the domain in From asks of receivers. Gmail and Yahoo take bulk mail only from one that has a policy, p=none at least. */
export const dmarc: Check = async (patient) => {
  if (mailWay(patient.settings) === "memory") return [notChecked("dmarc", STAYS_HERE)];
  const domain = (await fromDomainOf(patient)) ?? patient.settings.SENDING_DOMAIN;
  if (domain === undefined) return [notChecked("dmarc", "Neither the sender nor SENDING_DOMAIN is known.")];
  const policies = await policiesOf(patient.dns, domain);
  if (policies === "unknown") return [notChecked("dmarc", `No name server answered for _dmarc.${domain}.`)];
  const [policy] = policies;
  if (policy === undefined) {
    const record = `"v=DMARC1; p=none; rua=mailto:<a mailbox of yours>"`;
    return [wrong("dmarc", `${domain} has no DMARC policy.`, `Publish a TXT record at _dmarc.${domain}: ${record}.`)];
  }
  const name = `_dmarc.${policy.domain}`;
  if (!policy.isOnly) {
    return [wrong("dmarc", `${name} has several policies: receivers take none of them.`, "Make one record of them.")];
  }
  const asked = tagsOf(policy.record).get("p")?.toLowerCase();
  if (asked === undefined || !["none", "quarantine", "reject"].includes(asked)) {
    return [
      wrong("dmarc", `The policy at ${name} does not say what it asks.`, "Set p=none, p=quarantine or p=reject."),
    ];
  }
  return tagsOf(policy.record).has("rua")
    ? [fine("dmarc", `${name} asks p=${asked}.`)]
    : [
        warning(
          "dmarc",
          `${name} asks p=${asked}, and nobody is told what fails.`,
          "Add rua=mailto:<a mailbox of yours>.",
        ),
      ];
};
