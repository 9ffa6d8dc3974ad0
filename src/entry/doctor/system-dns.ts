import { Resolver } from "node:dns/promises";
import type { FindExchanges } from "#messages/traffic/receivers/receiver-finder.ts";
import type { Dns, Records } from "./dns.ts";

/** Answers that are answers: the name is not there, or has no such record. */
const NONE = new Set(["ENOTFOUND", "ENODATA"]);

/** The name servers that this machine asks; at the edge, the runtime's own. */
export function systemDns(): Dns {
  const resolver = new Resolver();
  const told = async (ask: () => Promise<readonly string[]>): Promise<Records> => {
    try {
      return await ask();
    } catch (cause) {
      const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
      return NONE.has(code) ? [] : "unknown";
    }
  };
  return {
    txt: (name) => told(async () => (await resolver.resolveTxt(name)).map((strings) => strings.join(""))),
    mx: (name) => told(async () => (await resolver.resolveMx(name)).map(({ exchange }) => exchange)),
    addresses: async (name) => {
      const found = await Promise.all([told(() => resolver.resolve4(name)), told(() => resolver.resolve6(name))]);
      const known = found.flatMap((records) => (records === "unknown" ? [] : records));
      return known.length === 0 && found.includes("unknown") ? "unknown" : known;
    },
    names: (address) => told(() => resolver.reverse(address)),
  };
}

/** The same, of mail exchanges alone. */
export function exchangesBy({ mx }: Pick<Dns, "mx">): FindExchanges {
  return async (domain) => {
    const found = await mx(domain);
    return found !== "unknown" && found.length === 0 ? "none" : found;
  };
}
