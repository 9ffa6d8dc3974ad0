import type { Dns } from "#entry/doctor/dns.ts";
import { fine, type Finding, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { fromDomainOf, mailWay, STAYS_HERE } from "./mail-way.ts";
import { organizationOf, policiesOf, type Policy } from "./policy-domain.ts";
import { tagsOf } from "./tags-of.ts";

/** Whether what is signed (DKIM) and what is vouched for (SPF) belongs to the domain that readers see (DMARCbis §4.4). */
export const alignment: Check = async (patient) => {
  if (mailWay(patient.settings) === "memory") return [notChecked("alignment", STAYS_HERE)];
  const from = await fromDomainOf(patient);
  const { SENDING_DOMAIN: signed, BOUNCE_DOMAIN: envelope, DKIM_SELECTOR } = patient.settings;
  if (from === undefined) return [notChecked("alignment", "Nobody has said yet who speaks (PUT /v1/settings/sender).")];
  if (signed === undefined) return [notChecked("alignment", "SENDING_DOMAIN can't be read.")];
  const policies = await policiesOf(patient.dns, from);
  if (policies === "unknown") return [notChecked("alignment", `No name server answered for _dmarc.${from}.`)];
  const isOurs = mailWay(patient.settings) === "smtp";
  const byDkim = await isAligned(patient.dns, { from, policies, tag: "adkim" }, signed);
  const bySpf =
    isOurs && envelope !== undefined && (await isAligned(patient.dns, { from, policies, tag: "aspf" }, envelope));
  return judge({ from, signed, byDkim, bySpf, isSigned: !isOurs || DKIM_SELECTOR !== undefined, isOurs });
};

type Told = {
  readonly from: string;
  readonly signed: string;
  readonly byDkim: boolean;
  readonly bySpf: boolean;
  readonly isSigned: boolean;
  readonly isOurs: boolean;
};

function judge({ from, signed, byDkim, bySpf, isSigned, isOurs }: Told): readonly Finding[] {
  const one = `From is at ${from}`;
  if (!byDkim && !bySpf) {
    const advice = `Send as an address of ${signed}, or set SENDING_DOMAIN${isOurs ? " and BOUNCE_DOMAIN" : ""} to domains of ${from}.`;
    return [wrong("alignment", `${one}, and neither signature nor envelope belongs to it: DMARC fails.`, advice)];
  }
  if (!byDkim || !isSigned) {
    const says = `${one}; the envelope belongs to it, the signature does not: forwarded mail fails DMARC.`;
    return [warning("alignment", says, `Sign as a domain of ${from} (SENDING_DOMAIN, DKIM_SELECTOR).`)];
  }
  return [fine("alignment", `${one}; what is signed belongs to it.`)];
}

type From = { readonly from: string; readonly policies: readonly Policy[]; readonly tag: "adkim" | "aspf" };

/** Strict: the same domain. Relaxed, unless the policy says "s": the same organization. */
async function isAligned(dns: Dns, { from, policies, tag }: From, other: string): Promise<boolean> {
  const lower = other.toLowerCase();
  if (lower === from) return true;
  const [policy] = policies;
  if (policy !== undefined && tagsOf(policy.record).get(tag)?.toLowerCase() === "s") return false;
  const others = await policiesOf(dns, lower);
  return others !== "unknown" && organizationOf(others, lower) === organizationOf(policies, from);
}
