import { Resolver } from "node:dns/promises";
import type { NameServers } from "#entry/mail-hosts.ts";

/** Answers that are answers: the name is not there, or has no such record. */
const NONE = new Set(["ENOTFOUND", "ENODATA"]);

/** The name servers that this machine asks. One try each: a form does not wait for a second one. */
export function nameServers(): NameServers {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  const told = async <Found>(ask: () => Promise<Found>): Promise<Found | "none" | "unknown"> => {
    try {
      return await ask();
    } catch (cause) {
      const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
      return NONE.has(code) ? "none" : "unknown";
    }
  };
  return {
    mx: async (domain) => {
      const found = await told(() => resolver.resolveMx(domain));
      return typeof found === "string" ? found : found.map(({ exchange }) => exchange);
    },
    address: async (domain) => {
      const found = await Promise.all([told(() => resolver.resolve4(domain)), told(() => resolver.resolve6(domain))]);
      if (found.some((one) => typeof one !== "string")) return "some";
      return found.includes("unknown") ? "unknown" : "none";
    },
  };
}
