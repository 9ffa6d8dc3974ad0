import type { Dns } from "#entry/doctor/dns.ts";
import { fine, type Finding, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { mailWay, STAYS_HERE } from "./mail-way.ts";

/** RFC 7208 §4.6.4: a receiver that needs more gives up, and the mail does not pass. */
const MOST_LOOK_UPS = 10;

/** The policy of the domain in the envelope: bounces come back to it, and receivers ask it who may send. */
export const spf: Check = async (patient) => {
  const way = mailWay(patient.settings);
  if (way === "memory") return [notChecked("spf", STAYS_HERE)];
  if (way === "resend")
    return [notChecked("spf", "Resend has its own envelope; its domain check (resend) covers SPF.")];
  const domain = patient.settings.BOUNCE_DOMAIN;
  if (domain === undefined) return [notChecked("spf", "BOUNCE_DOMAIN can't be read.")];
  const records = await recordsOf(patient.dns, domain);
  if (records === "unknown") return [notChecked("spf", `No name server answered for ${domain}.`)];
  const [record] = records;
  if (record === undefined) {
    return [
      wrong(
        "spf",
        `${domain} has no SPF record.`,
        `Publish a TXT record at ${domain} that names the servers of your mail, such as "v=spf1 include:<your provider> -all".`,
      ),
    ];
  }
  if (records.length > 1) {
    return [
      wrong(
        "spf",
        `${domain} has ${records.length} SPF records: receivers take none of them.`,
        "Make one record of them.",
      ),
    ];
  }
  return [judgeEnd(domain, record), ...(await judgeLookUps(patient.dns, domain, record))];
};

async function recordsOf(dns: Dns, domain: string): Promise<readonly string[] | "unknown"> {
  const records = await dns.txt(domain);
  return records === "unknown" ? records : records.filter((record) => /^v=spf1( |$)/i.test(record));
}

function termsOf(record: string): readonly string[] {
  return record.toLowerCase().split(/ +/).slice(1);
}

/** What the record says of everybody that it does not name. */
function judgeEnd(domain: string, record: string): Finding {
  const terms = termsOf(record);
  const all = terms.find((term) => /^[-+~?]?all$/.test(term));
  if (all === "-all" || all === "~all" || (all === undefined && terms.some((term) => term.startsWith("redirect=")))) {
    return fine("spf", `${domain} names its senders.`);
  }
  return all === "all" || all === "+all"
    ? wrong("spf", `The SPF record of ${domain} lets everybody send as it.`, 'End it with "-all" or "~all".')
    : warning("spf", `The SPF record of ${domain} says nothing of others.`, 'End it with "-all" or "~all".');
}

async function judgeLookUps(dns: Dns, domain: string, record: string): Promise<readonly Finding[]> {
  const walk = { lookUps: 0, absent: [] as string[], isUnknown: false };
  await countLookUps(dns, record, walk);
  if (walk.lookUps > MOST_LOOK_UPS) {
    const says = `The SPF record of ${domain} costs receivers more than ${MOST_LOOK_UPS} look-ups: they give up.`;
    return [wrong("spf", says, "Take out includes that are not needed, or name addresses instead (ip4:, ip6:).")];
  }
  if (walk.absent.length > 0) {
    const says = `The SPF record of ${domain} includes ${walk.absent.join(", ")}, which has none: receivers give up there.`;
    return [wrong("spf", says, "Correct the name, or take the include out.")];
  }
  return walk.isUnknown ? [notChecked("spf", `Not every include of ${domain} could be looked up.`)] : [];
}

type Walk = { lookUps: number; readonly absent: string[]; isUnknown: boolean };

async function countLookUps(dns: Dns, record: string, walk: Walk): Promise<void> {
  for (const term of termsOf(record)) {
    if (!/^[-+~?]?(include:|exists:|redirect=|(a|mx|ptr)([:/]|$))/.test(term)) continue;
    walk.lookUps += 1;
    if (walk.lookUps > MOST_LOOK_UPS) return;
    const inner = /^[-+~?]?(?:include:|redirect=)(.+)$/.exec(term)?.[1];
    // A macro is filled in for each message.
    if (inner === undefined || inner.includes("%")) continue;
    const records = await recordsOf(dns, inner);
    if (records === "unknown") walk.isUnknown = true;
    else if (records[0] === undefined) walk.absent.push(inner);
    else await countLookUps(dns, records[0], walk);
  }
}
