import type { Dns } from "#entry/doctor/dns.ts";
import { tagsOf } from "./tags-of.ts";

export type Policy = { readonly domain: string; readonly record: string; readonly isOnly: boolean };

/** DMARCbis §4.10: no more than eight names are asked for, so of a long one the labels in between are left out. */
const MOST_LABELS = 7;

/** The names that a policy for a domain may stand at, its own first; a top-level domain is none of them here. */
function candidates(domain: string): readonly string[] {
  const labels = domain.split(".");
  const from = Math.max(1, labels.length - MOST_LABELS);
  const above = labels.slice(from).map((_, index) => labels.slice(from + index).join("."));
  return [domain, ...above].filter((name) => name.includes("."));
}

/** DMARC records on the way up from a domain; "unknown" where no name server could say. */
export async function policiesOf(dns: Dns, domain: string): Promise<readonly Policy[] | "unknown"> {
  const found: Policy[] = [];
  for (const name of candidates(domain)) {
    const records = await dns.txt(`_dmarc.${name}`);
    if (records === "unknown") return "unknown";
    const policies = records.filter((record) => /^\s*v\s*=\s*DMARC1\s*(;|$)/.test(record));
    const [record] = policies;
    if (record !== undefined) found.push({ domain: name, record, isOnly: policies.length === 1 });
  }
  return found;
}

/**
 * The organizational domain by the tree walk of DMARCbis (§4.10.2): where a record says psd=n; else the highest that has one;
 * without any, the domain itself.
 */
export function organizationOf(policies: readonly Policy[], domain: string): string {
  const own = policies.find(({ record }) => tagsOf(record).get("psd")?.toLowerCase() === "n");
  const usable = policies.filter(({ record }) => tagsOf(record).get("psd")?.toLowerCase() !== "y");
  return own?.domain ?? usable.at(-1)?.domain ?? domain;
}
