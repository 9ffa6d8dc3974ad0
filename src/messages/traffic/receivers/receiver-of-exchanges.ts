import { receivers } from "./receivers.ts";

/**
 * Who stands behind a domain: one of the large receivers by the end of an exchange's name, else the domain under which its
 * first exchange is registered. Of a domain without exchanges, itself (RFC 5321 §5.1).
 */
export function receiverOfExchanges(domain: string, exchanges: readonly string[]): string {
  const names = exchanges.map((name) => name.toLowerCase().replace(/\.$/, "")).filter((name) => name !== "");
  const known = receivers.find(({ exchanges: ends }) =>
    names.some((name) => ends.some((end) => `.${name}`.endsWith(end))),
  );
  return known?.name ?? registrable(names[0] ?? domain);
}

/** What is taken where no name server answers: a well-known domain's receiver, else the domain itself. */
export function receiverByDomain(domain: string): string {
  return receivers.find(({ domains }) => domains.includes(domain))?.name ?? registrable(domain);
}

/**
 * The last two labels, or three where the second to last is one under which a country registers (co.uk, com.au). What it
 * takes for one receiver too many only has a pace of its own.
 */
function registrable(name: string): string {
  const labels = name.split(".");
  const [second = "", top = ""] = labels.slice(-2);
  return labels.slice(top.length === 2 && second.length <= 3 ? -3 : -2).join(".");
}
