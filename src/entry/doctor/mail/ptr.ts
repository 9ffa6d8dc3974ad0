import { isIP } from "node:net";
import type { Dns } from "#entry/doctor/dns.ts";
import { fine, notChecked, warning } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { isPublicAddress } from "#web/outgoing/public-address.ts";
import { mailWay, STAYS_HERE } from "./mail-way.ts";

/**
 * Whether the mail server's addresses have names that lead back to them: Gmail refuses mail from one that has none. Of a
 * provider's server it is the provider's business, and the address that mail leaves from may be another.
 */
export const ptr: Check = async (patient) => {
  const { SMTP_HOST: host } = patient.settings;
  if (mailWay(patient.settings) !== "smtp" || host === undefined) return [notChecked("ptr", STAYS_HERE)];
  const found = isIP(host) === 0 ? await patient.dns.addresses(host) : [host];
  if (found === "unknown") return [notChecked("ptr", `No name server answered for ${host}.`)];
  if (found.length === 0) return [warning("ptr", `${host} has no address in the DNS.`, "Correct SMTP_HOST.")];
  const addresses = found.filter((address) => isPublicAddress(address));
  if (addresses.length === 0) {
    return [notChecked("ptr", `${host} is inside your own network: which address mail leaves from is not known here.`)];
  }
  const nameless: string[] = [];
  for (const address of addresses) if (!(await leadsBack(patient.dns, address))) nameless.push(address);
  return nameless.length === 0
    ? [fine("ptr", `The addresses of ${host} have names that lead back to them.`)]
    : [
        warning(
          "ptr",
          `${nameless.join(", ")} of ${host} has no name that leads back to it.`,
          "If mail leaves from there, set its PTR record where the address is rented, to a name whose A or AAAA record is that address.",
        ),
      ];
};

/** Forward-confirmed. Where no name server answers, nothing is held against the address. */
async function leadsBack(dns: Dns, address: string): Promise<boolean> {
  const names = await dns.names(address);
  if (names === "unknown") return true;
  for (const name of names) {
    const back = await dns.addresses(name);
    if (back === "unknown" || back.includes(address)) return true;
  }
  return false;
}
